import { randomBytes } from 'node:crypto';
import { hash, verify } from '@node-rs/argon2';
import { Counter, Gauge } from 'prom-client';
import type { Metrics } from '#kit/metrics.ts';
import type { HashingQueue } from './hashing-queue.ts';

/** argon2id (the library's default algorithm) with OWASP's parameters: 19 MiB, 2 passes, 1 lane. */
const PARAMETERS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** Password hashing, off the event loop and bounded. Both reject with `RATE_LIMITED` when too much waits. */
export type Passwords = {
  /** The PHC text to keep. */
  hash: (password: string) => Promise<string>;
  /** Whether the password is the one of `kept`. For no account (null) it costs the same and is false. */
  verify: (kept: string | null, password: string) => Promise<boolean>;
  /** Throws `RATE_LIMITED` when too much waits already. */
  expectRoom: () => void;
};

/** One text for one password, whichever keyboard composed its letters. */
const composed = (password: string): string => password.normalize('NFKC');

export const createPasswords = async (queue: HashingQueue, metrics: Metrics): Promise<Passwords> => {
  const nobodys = await hash(randomBytes(16).toString('base64'), PARAMETERS);
  const hashed = new Counter({
    name: 'user_passwords_hashed_total',
    help: 'Passwords that argon2id worked on.',
    labelNames: ['purpose'],
    registers: [metrics],
  });
  new Gauge({
    name: 'user_passwords_waiting',
    help: 'Passwords that wait to be hashed.',
    registers: [metrics],
    collect() {
      this.set(queue.waiting());
    },
  });
  const count = <Result>(purpose: 'keep' | 'verify', work: () => Promise<Result>): Promise<Result> =>
    queue.run(() => {
      hashed.inc({ purpose });
      return work();
    });
  return {
    expectRoom: queue.expectRoom,
    hash: (password) => count('keep', () => hash(composed(password), PARAMETERS)),
    verify: async (kept, password) => {
      const matches = await count('verify', () => verify(kept ?? nobodys, composed(password)));
      return matches && kept !== null;
    },
  };
};
