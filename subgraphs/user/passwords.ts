import { randomBytes } from 'node:crypto';
import { hash, verify } from '@node-rs/argon2';
import { Counter, Gauge } from 'prom-client';
import type { Metrics } from '#kit/metrics.ts';
import { type HashingQueue, QueueIsFull, type Run } from './hashing-queue.ts';

/** argon2id (the library's default algorithm) with OWASP's parameters: 19 MiB, 2 passes, 1 lane. */
export const HASHING = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** What one request may do with passwords, off the event loop. Both reject with `RATE_LIMITED` when their turn does not come. */
export type Passwords = {
  /** The PHC text to keep. */
  hash: (password: string) => Promise<string>;
  /** Whether the password is the one of `kept`. For no account (null) it costs the same and is false. */
  verify: (kept: string | null, password: string) => Promise<boolean>;
};

/**
 * Lets a request in that needs passwords, all that it does counted (`hashing-queue.ts`).
 *
 * @throws CodedError `RATE_LIMITED` with `retryAfter` when it could not be answered in time
 */
export type WithPasswords = <Result>(request: (passwords: Passwords) => Promise<Result>) => Promise<Result>;

/** One text for one password, whichever keyboard composed its letters. */
const composed = (password: string): string => password.normalize('NFKC');

export const createPasswords = async (queue: HashingQueue, metrics: Metrics): Promise<WithPasswords> => {
  const nobodys = await hash(randomBytes(16).toString('base64'), HASHING);
  const hashed = new Counter({
    name: 'madang_user_passwords_hashed_total',
    help: 'Passwords that argon2id worked on.',
    labelNames: ['purpose'],
    registers: [metrics],
  });
  const refused = new Counter({
    name: 'madang_user_passwords_refused_total',
    help: 'Requests refused because their passwords could not be hashed in time.',
    registers: [metrics],
  });
  new Gauge({
    name: 'madang_user_passwords_waiting',
    help: 'Passwords that wait to be hashed.',
    registers: [metrics],
    collect() {
      this.set(queue.waiting());
    },
  });
  const passwords = (run: Run): Passwords => {
    const count = <Result>(purpose: 'keep' | 'verify', work: () => Promise<Result>): Promise<Result> =>
      run(() => {
        hashed.inc({ purpose });
        return work();
      });
    return {
      hash: (password) => count('keep', () => hash(composed(password), HASHING)),
      verify: async (kept, password) => {
        const matches = await count('verify', () => verify(kept ?? nobodys, composed(password)));
        return matches && kept !== null;
      },
    };
  };
  return async (request) => {
    try {
      return await queue.admit((run) => request(passwords(run)));
    } catch (error) {
      if (error instanceof QueueIsFull) refused.inc();
      throw error;
    }
  };
};
