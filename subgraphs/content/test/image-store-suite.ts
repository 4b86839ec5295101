import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { ImageStore } from '../image-store.ts';

type Subject = { store: ImageStore; dispose: () => Promise<void> };

const bytes = (text: string) => new TextEncoder().encode(text);
const all = async (store: ImageStore) => (await Array.fromAsync(store.list())).sort();

/** What every image store does, whatever keeps the files. */
export const imageStoreSuite = (name: string, create: () => Promise<Subject>): void => {
  describe(`the image store: ${name}`, () => {
    let subject: Subject;
    beforeEach(async () => {
      subject = await create();
    });
    afterEach(() => subject.dispose());

    it('gives back the bytes that were put, and null for what it never had', async () => {
      const { store } = subject;
      const id = randomUUID();
      await store.put(id, bytes('a picture'));
      expect(new Uint8Array((await store.open(id))!)).toEqual(bytes('a picture'));
      expect(await store.open(randomUUID())).toBeNull();
    });

    it('replaces a picture that is put again, and shows no mixture when ten write at once', async () => {
      const { store } = subject;
      const id = randomUUID();
      const pictures = Array.from({ length: 10 }, (_, at) => bytes(String(at).repeat(200_000)));
      await Promise.all(pictures.map((picture) => store.put(id, picture)));
      const kept = new Uint8Array((await store.open(id))!);
      expect(pictures.filter((picture) => Buffer.compare(picture, kept) === 0)).toHaveLength(1);
      expect(await all(store)).toEqual([id]);
    });

    it('deletes a picture, also one that is not there', async () => {
      const { store } = subject;
      const id = randomUUID();
      await store.put(id, bytes('a picture'));
      await store.delete(id);
      await store.delete(id);
      expect(await store.open(id)).toBeNull();
    });

    it('lists what it has', async () => {
      const { store } = subject;
      expect(await all(store)).toEqual([]);
      const ids = [randomUUID(), randomUUID(), randomUUID()].sort();
      for (const id of ids) await store.put(id, bytes(id));
      expect(await all(store)).toEqual(ids);
    });

    it('refuses an id that is not a UUID, so that no path leads out of it', async () => {
      const { store } = subject;
      await expect(store.put('../outside', bytes('x'))).rejects.toThrow(TypeError);
      await expect(store.open('../../etc/passwd')).rejects.toThrow(TypeError);
      await expect(store.delete('')).rejects.toThrow(TypeError);
    });
  });
};
