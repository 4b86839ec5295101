import { availableParallelism } from 'node:os';
import { createFieldEncryption, type FieldEncryption } from '#kit/encryption.ts';
import type { Request, ServiceContext } from '#kit/service.ts';
import { type Background, createBackground } from './background.ts';
import type { UserConfig } from './config.ts';
import { createFailureCounts, type FailureCounts } from './failure-counts.ts';
import { createHashingQueue } from './hashing-queue.ts';
import type { Loaders } from './loaders.ts';
import { createPasswords, type WithPasswords } from './passwords.ts';
import { createTokens, type Tokens } from './tokens.ts';

export type Context = ServiceContext<UserConfig> & {
  tokens: Tokens;
  withPasswords: WithPasswords;
  encryption: FieldEncryption;
  background: Background;
  /** Wrong passwords that this process has seen. */
  failures: FailureCounts;
};

export type RequestContext = Context & Request & { load: Loaders };

/** Builds what the domain functions work with; `overrides` replaces parts of it. */
export const createContext = async (kit: ServiceContext<UserConfig>, overrides: Partial<Context> = {}): Promise<Context> => {
  const { config, log, metrics } = kit;
  const background = createBackground(log);
  kit.onClose(background.settled);
  const queue = createHashingQueue({
    concurrency: config.PASSWORD_HASHING ?? availableParallelism(),
    limit: config.PASSWORD_QUEUE,
    answerWithinMs: config.PASSWORD_ANSWER_MS,
  });
  return {
    ...kit,
    background,
    failures: createFailureCounts(overrides.now ?? kit.now),
    tokens: await createTokens(config.SIGNING_KEYS),
    withPasswords: await createPasswords(queue, metrics),
    encryption: createFieldEncryption(config.ENCRYPTION_KEYS),
    ...overrides,
  };
};
