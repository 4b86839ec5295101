import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { createDiskImageStore } from '../disk-image-store.ts';
import { imageStoreSuite } from './image-store-suite.ts';

const temporaryFolder = () => mkdtemp(join(tmpdir(), 'madang-images-'));

imageStoreSuite('disk', async () => {
  const folder = await temporaryFolder();
  return { store: createDiskImageStore(join(folder, 'images')), dispose: () => rm(folder, { recursive: true }) };
});

it('leaves no temporary file when a picture cannot be placed', async () => {
  const folder = await temporaryFolder();
  const store = createDiskImageStore(folder);
  const id = '0f9b1c52-5c0e-4d0a-9a4e-6a3f1b1f0c01';
  await store.put(id, new Uint8Array([1]));
  await store.delete(id);
  await mkdir(join(folder, '0f', `${id}.png`));
  await expect(store.put(id, new Uint8Array([2]))).rejects.toThrow();
  expect(await readdir(join(folder, '0f'))).toEqual([`${id}.png`]);
  await rm(folder, { recursive: true });
});

/** Puts a picture of a megabyte in a process whose files may have a few kilobytes, as if the disk filled up midway. Its code of the error. */
const putOnFullDisk = (folder: string, id: string): string => {
  const script = `const { createDiskImageStore } = await import('${new URL('../disk-image-store.ts', import.meta.url)}');
    await createDiskImageStore(process.argv[1]).put(process.argv[2], new Uint8Array(1 << 20)).catch(({ code }) => console.log(code));`;
  const command = ['-c', 'ulimit -f 16 && exec "$0" "$@"', process.execPath, '--input-type=module', '-e', script, folder, id];
  return spawnSync('sh', command, { encoding: 'utf8' }).stdout.trim();
};

it('leaves no temporary file when a picture cannot be written to its end', async () => {
  const folder = await temporaryFolder();
  expect(putOnFullDisk(folder, '0f9b1c52-5c0e-4d0a-9a4e-6a3f1b1f0c03')).toBe('EFBIG');
  expect(await readdir(join(folder, '0f'))).toEqual([]);
  await rm(folder, { recursive: true });
});

it('clears away what a killed process left half written when the picture is deleted', async () => {
  const folder = await temporaryFolder();
  const store = createDiskImageStore(folder);
  const id = '0f9b1c52-5c0e-4d0a-9a4e-6a3f1b1f0c02';
  await store.put(id, new Uint8Array([1]));
  await writeFile(join(folder, '0f', `.${id}.5f4dcc3b-5aa7-45d6-9d83-27deb882cf99`), 'half');
  await store.delete(id);
  expect(await readdir(join(folder, '0f'))).toEqual([]);
  await rm(folder, { recursive: true });
});
