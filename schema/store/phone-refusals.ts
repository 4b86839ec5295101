import { z } from 'zod';
import { defineDocument } from '#kit/store/document.ts';
import { lifetimes } from './lifetimes.ts';

/** `refusals:phone:{hash}` (spec §5, Participation): a counter, written by `Store.increment` only, that lives from its first refusal. */
export const PhoneRefusalsDocument = defineDocument({
  name: 'refusals:phone:{hash}',
  key: (phoneHash: string) => `refusals:phone:${phoneHash}`,
  description: 'How often one phone number was refused within a minute because it takes part; the number stands there as a keyed hash.',
  writer: 'participation',
  readers: ['participation'],
  ttlMs: lifetimes.phoneRefusals,
  schema: z.int().nonnegative(),
});
