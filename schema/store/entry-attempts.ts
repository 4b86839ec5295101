import { z } from 'zod';
import { defineDocument } from '#kit/store/document.ts';
import { lifetimes } from './lifetimes.ts';

/** `attempts:participate:{hash}` (spec §5, Participation): a counter, written by `Store.increment` only, that lives from its first attempt. */
export const EntryAttemptsDocument = defineDocument({
  name: 'attempts:participate:{hash}',
  key: (addressHash: string) => `attempts:participate:${addressHash}`,
  description: 'How often one address tried to take part within a minute; the address stands there as a keyed hash.',
  writer: 'participation',
  readers: ['participation'],
  ttlMs: lifetimes.entryAttempts,
  schema: z.int().nonnegative(),
});
