import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { lock } from './lock-file.ts';

let directory: string;
let file: string;
beforeAll(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'madang-lock-'));
  file = path.join(directory, 'starting.lock');
});
afterAll(() => rm(directory, { recursive: true }));

describe('A lock file', () => {
  it.each([
    ['is empty, as one is that was killed between opening and writing it', ''],
    ['names a process that is gone', '999999999'],
    ['names a process that started at another time under the same id', `${process.pid} 1 another-boot`],
  ])('is taken over when it %s', async (_, text) => {
    await writeFile(file, text);
    const unlock = await lock(file, 500);
    expect(await readFile(file, 'utf8')).toMatch(new RegExp(`^${process.pid}\\b`));
    await unlock();
    expect(await readdir(directory)).toEqual([]);
  });

  it('is had by one at a time, however many want it', async () => {
    let inside = 0;
    let most = 0;
    await writeFile(file, '999999999');
    await Promise.all(
      Array.from({ length: 8 }, async () => {
        const unlock = await lock(file, 10_000);
        most = Math.max(most, ++inside);
        await new Promise((resume) => setImmediate(resume));
        inside--;
        await unlock();
      }),
    );
    expect(most).toBe(1);
    expect(await readdir(directory)).toEqual([]);
  });

  it('of a process that runs is waited for, and named when that takes too long', async () => {
    const unlock = await lock(file, 500);
    await expect(lock(file, 150)).rejects.toThrow(`is held by process ${process.pid}. Remove it`);
    await unlock();
  });
});
