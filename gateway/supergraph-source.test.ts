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

  it('asks an address again and again, takes what is new, and survives its failures', async () => {
    const answers: [status: number, text: string][] = [
      [200, 'one'],
      [500, ''],
      [304, ''],
      [200, 'two'],
    ];
    const asked: (string | undefined)[] = [];
    const server = createServer((request, response) => {
      asked.push(request.headers['if-none-match']);
      const [status, text] = answers.shift() ?? [304, ''];
      response.writeHead(status, status === 200 ? { etag: `"${text}"` } : {}).end(text);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    cleanups.add(() => new Promise((resolve) => server.close(resolve)));
    const { port } = server.address() as { port: number };
    const source = createSupergraphSource({ url: `http://127.0.0.1:${port}/`, log, pollMs: 10 });
    expect(await source.read()).toBe('one');
    const seen: string[] = [];
    cleanups.add(source.watch((sdl) => seen.push(sdl)));
    await eventually(() => expect(seen).toEqual(['two']));
    expect(asked.slice(0, 4)).toEqual([undefined, '"one"', '"one"', '"one"']);
  });
});
