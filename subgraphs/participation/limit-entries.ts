import { keyedHash } from '#kit/encryption.ts';
import { CodedError } from '#kit/errors.ts';
import { EntryAttemptsDocument } from '#schema/store/entry-attempts.ts';
import type { Asking } from './context.ts';

/** Counts an attempt to take part from an address; `RATE_LIMITED` beyond `ENTRIES_PER_MINUTE`. Without the store nothing is limited, and the log says so. */
export const limitEntries = async ({ store, config, log, clientAddress }: Asking): Promise<void> => {
  if (clientAddress === null) return;
  const { key, ttlMs } = EntryAttemptsDocument;
  const address = keyedHash(config.HASH_KEY, clientAddress, 'participation.address');
  const attempts = await store.increment(key(address), ttlMs).catch((error: unknown) => {
    log.warn({ err: error }, 'entries are not limited: the store does not answer');
    return null;
  });
  if (attempts === null || attempts.count <= config.ENTRIES_PER_MINUTE) return;
  throw new CodedError('RATE_LIMITED', { retryAfter: Math.max(1, Math.ceil(attempts.resetsInMs / 1000)) });
};
