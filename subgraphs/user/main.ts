import { defineService } from '#kit/service.ts';
import { readConfig } from './config.ts';
import { createContext } from './context.ts';
import { createLoaders } from './loaders.ts';
import { CreateAccounts } from './migrations/create-accounts.ts';
import { publishKeys } from './publish-keys.ts';
import { removeEndedSessions } from './remove-ended-sessions.ts';
import { resolvers } from './resolvers.ts';
import { SessionEntity } from './session.entity.ts';
import { UserEntity } from './user.entity.ts';

export const service = defineService({
  name: 'user',
  readConfig,
  entities: [UserEntity, SessionEntity],
  migrations: [CreateAccounts],
  createContext,
  graph: { schema: new URL('schema.graphql', import.meta.url), resolvers, createLoaders },
  tasks: [removeEndedSessions],
  routes: publishKeys,
});
