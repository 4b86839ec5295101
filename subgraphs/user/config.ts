import { z } from 'zod';
import { type Environment, port, readConfig as readEnvironment } from '#kit/config.ts';
import { encryptionKeys, hashKey } from '#kit/encryption.ts';
import { signingKeys } from './signing-keys.ts';

export const variables = {
  PORT: port(4001),
  SIGNING_KEYS: signingKeys,
  ENCRYPTION_KEYS: encryptionKeys,
  HASH_KEY: hashKey,
  /** Passwords hashed at once; the number of processors by default. */
  PASSWORD_HASHING: z.coerce.number().int().min(1).max(64).optional(),
  /** Passwords that may wait for that; more are refused with `RATE_LIMITED`. */
  PASSWORD_QUEUE: z.coerce.number().int().min(0).max(10_000).default(64),
  /** Milliseconds within which who comes with a password is to be answered; who could not be is refused with `RATE_LIMITED` at once. */
  PASSWORD_ANSWER_MS: z.coerce.number().int().min(10).max(60_000).default(800),
};

/** What the user service reads from the environment. Throws a ConfigError that names every wrong variable. */
export const readConfig = (environment: Environment) => readEnvironment(environment, variables);

export type UserConfig = ReturnType<typeof readConfig>;
