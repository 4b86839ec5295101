import type { ExecutionResult } from 'graphql';
import { createLocalJWKSet, exportJWK, generateKeyPair, SignJWT } from 'jose';
import { type Adapters, openAdapters } from '../adapters.ts';
import type { CommonConfig, Environment } from '../config.ts';
import { TOKEN_ISSUER } from '../identity.ts';
import { createLog } from '../log.ts';
import type { ServiceContext, ServiceDefinition } from '../service.ts';
import { type RunningService, startService } from '../start-service.ts';
import { createTestDatabase } from './test-database.ts';

// biome-ignore lint/suspicious/noExplicitAny: answers are as loose as the operations the tests write
type Answer = ExecutionResult<Record<string, any>>;

export type TestService<Context> = {
  context: Context;
  service: RunningService<Context>;
  adapters: Adapters;
  databaseUrl: string;
  /** Signs its tokens. */
  issuer: Issuer;
  /** Runs an operation as a user id, or as nobody. */
  ask: (query: string, variables?: Record<string, unknown>, userId?: string | null) => Promise<Answer>;
  /** Begins a subscription as a user id, or as nobody. */
  live: (query: string, variables?: Record<string, unknown>, userId?: string | null) => Promise<AsyncGenerator<Answer>>;
  /** A second replica on the same database. */
  replica: () => Promise<TestService<Context>>;
  close: () => Promise<void>;
};

/** Starts one service on a PostgreSQL database of its own, with tokens that the test signs; everything about it is real. */
export const startTestService = async <Config extends CommonConfig, Context extends ServiceContext<Config>>(
  definition: ServiceDefinition<Config, Context>,
  environment: Environment = {},
  overrides?: Partial<Context>,
): Promise<TestService<Context>> => {
  const database = await createTestDatabase();
  const issuer = await createIssuer();
  const start = (): Promise<TestService<Context>> => startReplica(definition, environment, database.url, issuer, overrides);
  const first = await start();
  const replicas: TestService<Context>[] = [];
  return {
    ...first,
    replica: async () => {
      const replica = await start();
      replicas.push(replica);
      return replica;
    },
    close: async () => {
      for (const replica of replicas) await replica.close();
      await first.close();
      await database.drop();
    },
  };
};

type Issuer = Awaited<ReturnType<typeof createIssuer>>;

/** Signs access tokens the way the user service does, with keys of the test's own. */
export const createIssuer = async () => {
  const { privateKey, publicKey } = await generateKeyPair('EdDSA');
  const keys = createLocalJWKSet({ keys: [{ ...(await exportJWK(publicKey)), kid: 'test', alg: 'EdDSA' }] });
  const authorizationFor = async (userId: string, sessionId = userId, expires: string | Date = '15m'): Promise<string> =>
    `Bearer ${await new SignJWT({ sid: sessionId })
      .setProtectedHeader({ alg: 'EdDSA', kid: 'test' })
      .setIssuer(TOKEN_ISSUER)
      .setSubject(userId)
      .setIssuedAt()
      .setExpirationTime(expires)
      .sign(privateKey)}`;
  return { keys, authorizationFor };
};

const startReplica = async <Config extends CommonConfig, Context extends ServiceContext<Config>>(
  definition: ServiceDefinition<Config, Context>,
  environment: Environment,
  url: string,
  issuer: Issuer,
  overrides?: Partial<Context>,
): Promise<TestService<Context>> => {
  const config = definition.readConfig({
    LOG_LEVEL: 'error',
    NODE_ENV: 'test',
    DATABASE_URL: url,
    DATA_DIR: process.env.TEST_DATA_DIR,
    ...environment,
  });
  const opened = await openAdapters(config, createLog(config.LOG_LEVEL, definition.name));
  const adapters = { ...opened, keys: issuer.keys as Adapters['keys'] };
  const service = await startService(definition, config, adapters, overrides);
  const request = async (query: string, variables: Record<string, unknown> = {}, userId: string | null = null) => ({
    query,
    variables,
    headers: { 'x-client-address': '127.0.0.1', ...(userId ? { authorization: await issuer.authorizationFor(userId) } : {}) },
  });
  const subgraph = () => {
    if (!service.subgraph) throw new Error(`${definition.name} has no schema.`);
    return service.subgraph;
  };
  return {
    context: service.context,
    service,
    adapters,
    databaseUrl: url,
    issuer,
    ask: async (query, variables, userId) => (await subgraph().execute(await request(query, variables, userId))) as Answer,
    live: async (query, variables, userId) => {
      const result = await subgraph().subscribe(await request(query, variables, userId));
      if (Symbol.asyncIterator in result) return result as AsyncGenerator<Answer>;
      throw new Error(JSON.stringify(result.errors));
    },
    replica: async () => Promise.reject(new Error('Ask the first replica for another one.')),
    close: async () => {
      await service.close();
      await adapters.close();
    },
  };
};
