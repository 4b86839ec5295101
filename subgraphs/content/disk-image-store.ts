import { randomUUID } from 'node:crypto';
import { mkdir, opendir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isUuid } from '#kit/is-uuid.ts';
import type { ImageStore } from './image-store.ts';

const orNull = (error: NodeJS.ErrnoException): null => {
  if (error.code === 'ENOENT') return null;
  throw error;
};

/** Keeps pictures as `{folder}/{first two characters}/{id}.png`. A file appears whole or not at all: it is written beside and renamed. What could not be written is removed at once; what a killed process left half written, when the picture is deleted. */
export const createDiskImageStore = (folder: string): ImageStore => {
  const shelf = (id: string) => join(folder, id.slice(0, 2));
  const file = (id: string) => {
    if (!isUuid(id)) throw new TypeError('An image id is a UUID.');
    return join(shelf(id), `${id}.png`);
  };
  return {
    name: 'disk',
    put: async (id, png) => {
      const target = file(id);
      const temporary = join(shelf(id), `.${id}.${randomUUID()}`);
      await mkdir(shelf(id), { recursive: true });
      try {
        await writeFile(temporary, png, { flag: 'wx', flush: true });
        await rename(temporary, target);
      } catch (error) {
        await rm(temporary, { force: true });
        throw error;
      }
    },
    open: async (id) => readFile(file(id)).catch(orNull),
    delete: async (id) => {
      await rm(file(id), { force: true });
      const names = (await readdir(shelf(id)).catch(orNull)) ?? [];
      for (const name of names) if (name.startsWith(`.${id}.`)) await rm(join(shelf(id), name), { force: true });
    },
    list: async function* () {
      const shelves = await opendir(folder, { recursive: true }).catch(orNull);
      if (shelves === null) return;
      for await (const entry of shelves) {
        const id = entry.name.replace(/\.png$/, '');
        if (entry.isFile() && isUuid(id)) yield id;
      }
    },
  };
};
