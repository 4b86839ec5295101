import { z } from 'zod';
import { type Environment, port, readConfig as readEnvironment } from '#kit/config.ts';
import { encryptionKeys, hashKey } from '#kit/encryption.ts';
import { services } from '#schema/services.ts';

export const variables = {
  PORT: port(services.participation.port),
  ENCRYPTION_KEYS: encryptionKeys,
  HASH_KEY: hashKey,
  /** Entries a minute from one address; spec §5 asks for 300 at least, which is one shop's Wi-Fi. */
  ENTRIES_PER_MINUTE: z.coerce.number().int('must be a whole number').min(300, 'must be 300 at least').default(600),
  /** Days after an event's end until its participants' names and phone numbers are erased. */
  PERSONAL_DATA_DAYS: z.coerce.number().int('must be a whole number').min(1).max(3_650).default(90),
};

/** The participation subgraph's variables (README). Throws a ConfigError that names every wrong one. */
export const readConfig = (environment: Environment) => readEnvironment(environment, variables);

export type ParticipationConfig = ReturnType<typeof readConfig>;
