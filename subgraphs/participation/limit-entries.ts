import { keyedHash } from '#kit/encryption.ts';
import { CodedError } from '#kit/errors.ts';
import { EntryAttemptsDocument } from '#schema/store/entry-attempts.ts';
import { PhoneRefusalsDocument } from '#schema/store/phone-refusals.ts';
import type { Asking } from './context.ts';
import { MOST_REFUSALS } from './refused-phones.ts';

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
  throw rateLimited(attempts.resetsInMs);
};

/**
 * Counts an entry that was refused because its phone number takes part (`PART_002`), at all replicas together. Who goes on asking about one
 * number, at whichever events, is told nothing more about it for a while: `RATE_LIMITED` here, and from then on `limitPhone` refuses it,
 * whether it takes part there or not. Without the store each replica counts for itself, and the log says so.
 */
export const noteRefusedPhone = async ({ store, config, log, refusedPhones }: Asking, phone: string): Promise<void> => {
  const { key, ttlMs } = PhoneRefusalsDocument;
  const hash = refusedHash(config, phone);
  const everywhere = await store.increment(key(hash), ttlMs).catch((error: unknown) => {
    log.warn({ err: error }, 'refused phone numbers are counted here alone: the store does not answer');
    return null;
  });
  refusedPhones.note(hash, everywhere);
  if (everywhere !== null && everywhere.count > MOST_REFUSALS) throw rateLimited(everywhere.resetsInMs);
};

/** `RATE_LIMITED` for a phone number that this replica knows to have been refused too often within a minute, before anything is looked up. */
export const limitPhone = ({ config, refusedPhones }: Asking, phone: string): void => {
  const resetsInMs = refusedPhones.refusedFor(refusedHash(config, phone));
  if (resetsInMs !== null) throw rateLimited(resetsInMs);
};

const refusedHash = ({ HASH_KEY }: Asking['config'], phone: string): string => keyedHash(HASH_KEY, phone, 'participation.refused');

const rateLimited = (resetsInMs: number): CodedError =>
  new CodedError('RATE_LIMITED', { retryAfter: Math.max(1, Math.ceil(resetsInMs / 1000)) });
