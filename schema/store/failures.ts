import { z } from 'zod';
import { defineDocument } from '#kit/store/document.ts';
import { lifetimes } from './lifetimes.ts';

/** Whose failures are counted: an e-mail address's and a client address's log-ins, an account's changes of its password. */
export type FailureSubject = { kind: 'email' | 'address' | 'account'; hash: string };

/** `failures:{kind}:{hash}` (spec §5, User): a counter, written by `Store.increment` only, that lives from its first failure. */
export const FailuresDocument = defineDocument({
  name: 'failures:{kind}:{hash}',
  key: ({ kind, hash }: FailureSubject) => `failures:${kind}:${hash}`,
  description: 'How often a password was wrong within 15 minutes; the subject stands there as a keyed hash.',
  writer: 'user',
  readers: ['user'],
  ttlMs: lifetimes.failures,
  schema: z.int().nonnegative(),
});
