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

/**
 * Counts an entry that was refused because its phone number takes part (`PART_002`). Who goes on asking about one number, at whichever events,
 * is told nothing more about it for a while: `limitPhone` refuses it, whether it takes part there or not.
 */
export const noteRefusedPhone = ({ config, refusedPhones }: Asking, phone: string): void =>
  refusedPhones.note(keyedHash(config.HASH_KEY, phone, 'participation.refused'));

/** `RATE_LIMITED` for a phone number that was refused too often within a minute, before anything is looked up. */
export const limitPhone = ({ config, refusedPhones }: Asking, phone: string): void => {
  const retryAfter = refusedPhones.retryAfter(keyedHash(config.HASH_KEY, phone, 'participation.refused'));
  if (retryAfter !== null) throw new CodedError('RATE_LIMITED', { retryAfter });
};
