import { randomBytes } from 'node:crypto';
import { createFieldEncryption, type FieldEncryption } from '#kit/encryption.ts';
import type { Request, ServiceContext } from '#kit/service.ts';
import type { ParticipationConfig } from './config.ts';
import type { Loaders } from './loaders.ts';

export type Context = ServiceContext<ParticipationConfig> & {
  encryption: FieldEncryption;
  /** The secret of an event's draw: 32 random bytes in hexadecimal. */
  newSeed: () => string;
};

/** What a resolver gets: the service, who asks, and the loaders of this request. */
export type RequestContext = Context & Request & { load: Loaders };

/** What a use case needs: the service and who asks. */
export type Asking = Context & Request;

export const createContext = (kit: ServiceContext<ParticipationConfig>): Context => ({
  ...kit,
  encryption: createFieldEncryption(kit.config.ENCRYPTION_KEYS),
  newSeed: () => randomBytes(32).toString('hex'),
});
