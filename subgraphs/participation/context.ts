import { randomBytes } from 'node:crypto';
import { createFieldEncryption, type FieldEncryption } from '#kit/encryption.ts';
import type { Request, ServiceContext } from '#kit/service.ts';
import type { ParticipationConfig } from './config.ts';
import { createEntryBatches } from './entry-batches.ts';
import type { Loaders } from './loaders.ts';
import { createRefusedPhones, type RefusedPhones } from './refused-phones.ts';
import { type Entering, type Registered, registerEntries } from './register-entries.ts';

/** What entries need of the service. */
export type EntryContext = ServiceContext<ParticipationConfig> & {
  encryption: FieldEncryption;
  /** The secret of an event's draw: 32 random bytes in hexadecimal. */
  newSeed: () => string;
};

export type Context = EntryContext & {
  refusedPhones: RefusedPhones;
  /** Registers an entry, together with those that come at the same time. */
  enter: (eventId: string, entering: Entering) => Promise<Registered>;
};

/** What a resolver gets: the service, who asks, and the loaders of this request. */
export type RequestContext = Context & Request & { load: Loaders };

/** What a use case needs: the service and who asks. */
export type Asking = Context & Request;

export const createContext = (kit: ServiceContext<ParticipationConfig>): Context => {
  const context: EntryContext = {
    ...kit,
    encryption: createFieldEncryption(kit.config.ENCRYPTION_KEYS),
    newSeed: () => randomBytes(32).toString('hex'),
  };
  return {
    ...context,
    refusedPhones: createRefusedPhones(kit.now),
    enter: createEntryBatches((entries: readonly Entering[], waits) => registerEntries(context, entries, waits)),
  };
};
