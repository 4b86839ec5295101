import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, describe, expect, it } from '@jest/globals';
import { createLog } from '#kit/log.ts';
import { createCleanupStack } from '#kit/testing/cleanup-stack.ts';
import { eventually } from '#kit/testing/eventually.ts';
import { createSupergraphSource } from './supergraph-source.ts';

const log = createLog('silent', 'gateway');
const cleanups = createCleanupStack();
afterEach(cleanups.run);

describe('The supergraph’s source', () => {
  it('notices a file that is written, and one that is put in its place', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'supergraph-'));
    cleanups.add(() => rm(folder, { recursive: true }));
    const file = path.join(folder, 'supergraph.graphql');
    await writeFile(file, 'one');
    const source = createSupergraphSource({ url: pathToFileURL(file).href, log });
    expect(await source.read()).toBe('one');
    const seen: string[] = [];
    cleanups.add(source.watch((sdl) => seen.push(sdl)));
    await writeFile(file, 'two');
    await eventually(() => seen.at(-1) === 'two');
    await writeFile(`${file}.new`, 'three');
    await rename(`${file}.new`, file);
    await eventually(() => seen.at(-1) === 'three');
  });

  it('notices a file that was written before it was watched', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'supergraph-'));
    cleanups.add(() => rm(folder, { recursive: true }));
    const file = path.join(folder, 'supergraph.graphql');
    await writeFile(file, 'one');
    const source = createSupergraphSource({ url: pathToFileURL(file).href, log });
    await source.read();
    await writeFile(file, 'two');
    const seen: string[] = [];
    cleanups.add(source.watch((sdl) => seen.push(sdl)));
    await eventually(() => expect(seen).toEqual(['two']));
  });

  type Answered = [status: number, text: string, etag?: string];

  /** Gives the answers in turn, then 304; tells when it was asked, and with what. */
  const serve = async (answers: Answered[]) => {
    const asked: { at: number; ifNoneMatch: string | undefined; authorization: string | undefined }[] = [];
    const server = createServer((request, response) => {
      const { 'if-none-match': ifNoneMatch, authorization } = request.headers;
      asked.push({ at: performance.now(), ifNoneMatch, authorization });
      const [status, text, etag] = answers.shift() ?? [304, ''];
      response.writeHead(status, etag === undefined ? {} : { etag }).end(text);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    cleanups.add(() => new Promise((resolve) => server.close(resolve)));
    return { asked, url: `http://127.0.0.1:${(server.address() as { port: number }).port}/` };
  };

  it('asks an address again and again, takes what is new, and survives its failures', async () => {
    const { asked, url } = await serve([
      [200, 'one', '"one"'],
      [500, ''],
      [304, ''],
      [200, 'two', '"two"'],
    ]);
    const source = createSupergraphSource({ url, log, pollMs: 10 });
    expect(await source.read()).toBe('one');
    const seen: string[] = [];
    cleanups.add(source.watch((sdl) => seen.push(sdl)));
    await eventually(() => expect(seen).toEqual(['two']));
    await eventually(() => asked.length > 4);
    expect(asked.slice(0, 5).map(({ ifNoneMatch }) => ifNoneMatch)).toEqual([undefined, '"one"', '"one"', '"one"', '"two"']);
  });

  it('asks an address that fails less and less often, and as before when it is back', async () => {
    const { asked, url } = await serve([[200, 'one'], ...Array<Answered>(4).fill([503, '']), [200, 'two'], [200, 'two'], [200, 'three']]);
    const source = createSupergraphSource({ url, log, pollMs: 20 });
    await source.read();
    const seen: string[] = [];
    cleanups.add(source.watch((sdl) => seen.push(sdl)));
    await eventually(() => expect(seen).toEqual(['two', 'three']));
    const waits = asked.slice(1).map(({ at }, index) => at - asked[index]!.at);
    for (const [failures, wait] of [1, 2, 4, 8, 16].entries())
      expect([failures, waits[failures]! >= wait * 20 - 1]).toEqual([failures, true]);
    expect(waits[6]).toBeLessThan(16 * 20);
  });

  it('reads no more from an address than a supergraph may be long, however it comes', async () => {
    let sent = 0;
    const server = createServer((_request, response) => {
      const more = (): void => {
        for (let goesOn = true; goesOn && !response.destroyed; sent++) goesOn = response.write('x'.repeat(65_536));
        response.once('drain', more);
      };
      more();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    cleanups.add(() => new Promise((resolve) => server.close(resolve)));
    const url = `http://127.0.0.1:${(server.address() as { port: number }).port}/`;
    const { read } = createSupergraphSource({ url, log, maxBytes: 1_000_000 });
    await expect(read()).rejects.toThrow("cannot be read: The supergraph's address sends more than 1000000 bytes.");
    expect(sent).toBeLessThan(1_000);
  });

  it('logs in with the user and the password that stand in an address, and prints neither', async () => {
    const { asked, url } = await serve([
      [200, 'one'],
      [401, ''],
    ]);
    const source = createSupergraphSource({ url: url.replace('//', '//us%40er:top%3Asecret@'), log });
    expect(await source.read()).toBe('one');
    expect(asked[0]!.authorization).toBe(`Basic ${Buffer.from('us@er:top:secret').toString('base64')}`);
    const failure = await source.read().catch((error: Error) => error.message);
    expect(failure).toBe(`The supergraph at ${url} (SUPERGRAPH_URL) cannot be read: The supergraph's address answered with status 401.`);
  });

  it('says what cannot be read when the gateway starts', async () => {
    const { url } = await serve([[404, '']]);
    await expect(createSupergraphSource({ url, log }).read()).rejects.toThrow(`${url} (SUPERGRAPH_URL) cannot be read`);
    await expect(createSupergraphSource({ url: 'file:///nowhere/at.all', log }).read()).rejects.toThrow('/nowhere/at.all (SUPERGRAPH_URL)');
  });
});
