import { once } from 'node:events';
import { mkdtempSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import { createCleanupStack } from '#kit/testing/cleanup-stack.ts';
import { describeOn } from '#kit/testing/describe-on.ts';
import { eventually } from '#kit/testing/eventually.ts';
import { startProcess, type TestProcess } from '#kit/testing/test-process.ts';
import { type Madang, startMadang } from '../madang.ts';
import { publishedEvent, signUp } from '../owner.ts';

const ROOT = new URL('../..', import.meta.url).pathname;
const README = readFileSync(path.join(ROOT, 'README.md'), 'utf8');
const WITHIN = { within: 30_000 };

/** The README's blocks of a language that begin with `start`. */
const blocks = (language: string, start: string): string[] =>
  [...README.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, 'gm'))]
    .map(([, text = '']) => text)
    .filter((text) => text.startsWith(start));

describeOn('curl')('The README', () => {
  const cleanups = createCleanupStack();
  let madang: Madang;

  beforeAll(async () => {
    madang = await startMadang('all in one');
  }, 240_000);
  afterEach(cleanups.run);
  afterAll(() => madang?.stop());

  const run = (command: string, ...args: string[]): TestProcess => {
    const running = startProcess(command, args, { env: { PATH: process.env.PATH, HOME: process.env.HOME, MADANG_URL: madang.url } });
    cleanups.add(() => running.end('SIGKILL'));
    return running;
  };
  const here = (text: string): string => text.replaceAll('127.0.0.1:4000', new URL(madang.url).host);
  const [query, subscription] = blocks('sh', 'curl').map((text) => `exec ${text}`);

  it('shows the journey with npm run demo, each push as it comes, and then an event’s pulse with curl', async () => {
    const demo = run('npm', '--prefix', ROOT, 'run', 'demo');
    const [code] = await once(demo.child, 'close');
    expect({ code, said: demo.output() }).toEqual({ code: 0, said: expect.stringMatching(/three winners, verifiable: №/) });
    const pushed = (what: string): string[] => demo.output().match(new RegExp(`(?<= s ⇠ ${what} +)\\S.*`, 'g')) ?? [];
    expect(pushed('plans').at(-1)).toMatch(/100 % SUCCEEDED$/);
    expect(pushed('posters').length).toBeGreaterThan(2);
    expect(pushed('posters').at(-1)).toMatch(/SUCCEEDED 9 of 9$/);
    expect(pushed('channels').at(-1)).toMatch(/→ DONE$/);
    expect(pushed('pulse')[0]).toBe('0 taking part');
    expect(pushed('board').at(-1)).toMatch(/^60 participants/);
    const eventId = /▶ done: event (\S+)/.exec(demo.output())?.[1] ?? '';
    const pulse = run('sh', '-c', here(subscription ?? '').replace('<event id>', eventId));
    await eventually(() => expect(pulse.output()).toContain('data: {"data":{"eventPulse":{"participantCount":60,"status":"OPEN",'), WITHIN);
  }, 180_000);

  it('asks a first query with curl', async () => {
    const asked = run('sh', '-c', here(query ?? ''));
    await once(asked.child, 'close');
    expect(asked.output()).toContain('{"data":{"emailAvailable":true}}');
  });

  it('follows a dashboard in a front end with nothing but graphql-ws', async () => {
    const owner = await signUp(madang.client);
    await publishedEvent(owner);
    const folder = mkdtempSync(path.join(tmpdir(), 'madang-readme-'));
    cleanups.add(() => rm(folder, { recursive: true }));
    symlinkSync(path.join(ROOT, 'node_modules'), path.join(folder, 'node_modules'));
    const file = path.join(folder, 'follow.ts');
    const given = `const accessToken = ${JSON.stringify(owner.client.token)};\nconst show = (data: unknown) => console.log(JSON.stringify(data));\n`;
    writeFileSync(file, given + here(blocks('ts', 'import')[0] ?? ''));
    const following = run(process.execPath, file);
    await eventually(() => expect(following.output()).toMatch(/^\{"userDashboard":\{"participants":0,.*"version":\d+\}\}$/m), WITHIN);
  }, 60_000);
});
