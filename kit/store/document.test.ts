import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { pino } from 'pino';
import { z } from 'zod';
import { createCleanupStack } from '../testing/cleanup-stack.ts';
import { createTestDatabase } from '../testing/test-database.ts';
import { defineDocument, readDocument, updateDocument } from './document.ts';
import { createPostgresStore } from './postgres.ts';
import type { Store } from './store.ts';

const Places = defineDocument({
  name: 'places:{id}',
  key: (id: string) => `places:${id}`,
  description: 'What many write at once.',
  writer: 'this test',
  readers: ['this test'],
  ttlMs: 60_000,
  schema: z.array(z.int()),
});

describe('a document that many writers replace', () => {
  const cleanups = createCleanupStack();
  let store: Store;
  beforeAll(async () => {
    const database = await createTestDatabase();
    cleanups.add(database.drop);
    store = createPostgresStore({ url: database.url, log: pino({ level: 'silent' }) });
    cleanups.add(() => store.close());
  });
  afterAll(cleanups.run);

  it('keeps the change of each of two hundred that come at once', async () => {
    const numbers = Array.from({ length: 200 }, (_, number) => number);
    await Promise.all(numbers.map((number) => updateDocument(store, Places, 'crowd', (known) => [...(known ?? []), number])));
    expect((await readDocument(store, Places, 'crowd'))?.toSorted((a, b) => a - b)).toEqual(numbers);
  });

  it('stays as it is when the decision is to leave it or throws', async () => {
    await updateDocument(store, Places, 'left', () => [1]);
    expect(await updateDocument(store, Places, 'left', () => null)).toEqual([1]);
    const refusal = new Error('Not so.');
    const refuse = () => {
      throw refusal;
    };
    await expect(updateDocument(store, Places, 'left', refuse)).rejects.toBe(refusal);
    expect(await readDocument(store, Places, 'left')).toEqual([1]);
  });
});
