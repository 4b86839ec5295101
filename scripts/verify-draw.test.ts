import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { fastify } from 'fastify';
import { createCleanupStack } from '#kit/testing/cleanup-stack.ts';
import { phoneOf, startParticipation } from '#subgraphs/participation/test/participation-service.ts';

const cleanups = createCleanupStack();
afterAll(cleanups.run);

type Draw = { seed: string; commitment: string; entries: string; winners: { entryNumber: number }[] };

let draw: Draw;
let entries: string;
let gatewayUrl: string;
let eventId: string;

beforeAll(async () => {
  const madang = await startParticipation();
  cleanups.add(madang.close);
  const event = await madang.event();
  ({ eventId } = event);
  for (let n = 0; n < 9; n++) await madang.enter(eventId, { phone: phoneOf(n), storeVisit: n % 3 === 0 });
  draw = (await madang.draw(eventId, 3, event.ownerId, true)).data?.drawWinners;
  const app = fastify();
  cleanups.add(() => app.close());
  madang.service.routes(app);
  app.post('/graphql', async () => ({ data: { event: { draw } } }));
  gatewayUrl = await app.listen({ host: '127.0.0.1', port: 0 });
  entries = await (await fetch(`${gatewayUrl}${draw.entries}`)).text();
});

/** Exit code and what was said. */
const verify = (...options: string[]): Promise<{ code: number; text: string }> =>
  promisify(execFile)(process.execPath, ['scripts/verify-draw.ts', ...options], { cwd: new URL('..', import.meta.url) }).then(
    ({ stdout, stderr }) => ({ code: 0, text: stdout + stderr }),
    ({ code, stdout, stderr }) => ({ code, text: stdout + stderr }),
  );

const written = async (changed: Partial<Draw>, text = entries): Promise<string[]> => {
  const directory = await mkdtemp(join(tmpdir(), 'verify-draw-'));
  cleanups.add(() => rm(directory, { recursive: true }));
  const [drawFile, entriesFile] = [join(directory, 'draw.json'), join(directory, 'entries.txt')];
  await writeFile(drawFile, JSON.stringify({ ...draw, ...changed }));
  await writeFile(entriesFile, text);
  return ['--draw', drawFile, '--entries', entriesFile];
};

describe('npm run verify-draw', () => {
  it('recomputes a draw from what is published at the gateway', async () => {
    const numbers = draw.winners.map(({ entryNumber }) => entryNumber).join(', ');
    expect(await verify(gatewayUrl, eventId, '--commitment', draw.commitment)).toEqual({
      code: 0,
      text: expect.stringContaining(`The draw is right: the winners are the entries ${numbers}.`),
    });
  });

  it('recomputes it from the exported entries', async () => {
    expect(await verify(...(await written({})))).toMatchObject({ code: 0 });
  });

  it('says what was changed', async () => {
    const others = [{ entryNumber: 1 }, { entryNumber: 2 }, { entryNumber: 3 }];
    expect(await verify(...(await written({ winners: others })))).toMatchObject({
      code: 1,
      text: expect.stringContaining('published are 1, 2, 3'),
    });
    expect(await verify(...(await written({}, entries.replace('9 1', '9 2'))))).toMatchObject({
      code: 1,
      text: expect.stringContaining('The file does not hash to'),
    });
    expect(await verify(gatewayUrl, eventId, '--commitment', 'noted before')).toMatchObject({
      code: 1,
      text: expect.stringContaining('does not hash to the commitment noted before'),
    });
  });

  it('says how it is used, and that nobody answers', async () => {
    expect(await verify()).toMatchObject({ code: 2, text: expect.stringContaining('npm run verify-draw --') });
    expect(await verify('--nothing')).toMatchObject({ code: 2, text: expect.stringContaining("Unknown option '--nothing'") });
    expect(await verify('http://127.0.0.1:9', eventId)).toMatchObject({ code: 2, text: expect.stringContaining('Nothing answers at') });
  });
});
