import { generateKeyPairSync, type KeyObject, randomUUID } from 'node:crypto';
import { createClient as createSseClient } from 'graphql-sse';
import { createClient as createWsClient, type Client as WsClient } from 'graphql-ws';
import { createLocalJWKSet, type JWK, SignJWT } from 'jose';
import { WebSocket } from 'ws';
import { createPostgresDoorbell } from '#kit/doorbell/postgres.ts';
import { TOKEN_ISSUER, type TokenKeys } from '#kit/identity.ts';
import { createLog } from '#kit/log.ts';
import { createMetrics } from '#kit/metrics.ts';
import { createPostgresStore } from '#kit/store/postgres.ts';
import type { Subgraph } from '#kit/subgraph.ts';
import { createCleanupStack } from '#kit/testing/cleanup-stack.ts';
import { createTestDatabase } from '#kit/testing/test-database.ts';
import { RevokedSessionDocument } from '#schema/store/revoked-session.ts';
import { type GatewayConfig, readConfig } from '../config.ts';
import { createGateway, type GatewayOptions } from '../server.ts';
import type { SmallSubgraph } from './case.ts';
import { composeSmall, runSmall } from './small-graph.ts';

export const SECRET = 'a secret of the tests, long enough to pass';

/** A subscription ends when its subgraph cannot be reached at the start for so long. */
export const FIRST_WITHIN_MS = 200;

type KeyPair = { publicKey: KeyObject; privateKey: KeyObject };

export type StartOptions = Pick<
  GatewayOptions,
  'policies' | 'trusted' | 'away' | 'createSubgraph' | 'graceMs' | 'requestMs' | 'quietMs'
> & {
  /** By default the subgraphs', composed. */
  supergraph?: string;
  subgraphs: Record<string, SmallSubgraph>;
  /** Stand in for subgraphs of the same name in process. */
  sources?: Record<string, Subgraph>;
  config?: Partial<GatewayConfig>;
  /** Puts something before the keys of access tokens. */
  before?: (keys: TokenKeys) => TokenKeys;
  /** Another gateway whose database and keys this one shares: its replica. */
  replicaOf?: { shared: { url: string; keys: KeyPair } };
};

/**
 * A gateway on a free port, over small subgraphs, with PostgreSQL as store and doorbell, and clients for it.
 * Everything is closed by `close`.
 */
export const startGateway = async ({
  subgraphs,
  supergraph = composeSmall(subgraphs),
  sources = {},
  config = {},
  before = (keys) => keys,
  replicaOf,
  ...options
}: StartOptions) => {
  const cleanups = createCleanupStack();
  const databaseUrl = replicaOf?.shared.url ?? (await ownDatabase(cleanups));
  const log = createLog('silent', 'gateway');
  const store = createPostgresStore({ url: databaseUrl, log });
  const doorbell = createPostgresDoorbell({ url: databaseUrl, log });
  cleanups.add(() => Promise.all([store.close(), doorbell.close()]));
  const keys: KeyPair = replicaOf?.shared.keys ?? generateKeyPairSync('ed25519');
  const gateway = await createGateway({
    config: { ...readConfig({ NODE_ENV: 'test', GATEWAY_SECRET: SECRET, DRAIN_MS: '100' }), ...config },
    log,
    metrics: createMetrics(),
    supergraph,
    subgraphs: { ...runSmall(subgraphs), ...sources },
    keys: before(createLocalJWKSet({ keys: [{ ...(keys.publicKey.export({ format: 'jwk' }) as JWK), kid: 'test', alg: 'EdDSA' }] })),
    store,
    doorbell,
    ...options,
    live: { backoff: { firstMs: 10, capMs: 50 }, firstWithinMs: FIRST_WITHIN_MS },
  }).catch(async (error: unknown) => {
    await cleanups.run();
    throw error;
  });
  cleanups.add(gateway.close);
  const url = await gateway.listen(0);
  const shared = { url: databaseUrl, keys };
  return {
    url,
    store,
    doorbell,
    shared,
    close: cleanups.run,
    gateway,
    ...clients(url, cleanups),
    ...sessions(keys.privateKey, store, doorbell),
  };
};

const ownDatabase = async (cleanups: ReturnType<typeof createCleanupStack>): Promise<string> => {
  const database = await createTestDatabase();
  cleanups.add(database.drop);
  return database.url;
};

export type TestGateway = Awaited<ReturnType<typeof startGateway>>;

type Answer = {
  status: number;
  headers: Headers;
  body: { data?: unknown; errors?: { message: string; path?: unknown; extensions: Record<string, unknown> }[] };
};

const clients = (url: string, cleanups: ReturnType<typeof createCleanupStack>) => ({
  /** POSTs one operation. */
  post: async (
    query: string,
    { variables = {}, token = '', ...more }: { variables?: object; token?: string; operationName?: string; extensions?: object } = {},
  ): Promise<Answer> => {
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(token ? { authorization: `Bearer ${token}` } : {}) },
      body: JSON.stringify({ query, variables, ...more }),
    });
    return { status: response.status, headers: response.headers, body: (await response.json()) as Answer['body'] };
  },
  /** What Prometheus would read. */
  metrics: async (): Promise<string> => (await fetch(`${url}/metrics`)).text(),
  /** A graphql-transport-ws client; `closed` has the code of its last close. */
  socket: (connectionParams: Record<string, unknown> = {}) => {
    const closes: number[] = [];
    const client = createWsClient({
      url: `${url.replace('http', 'ws')}/graphql`,
      webSocketImpl: WebSocket,
      connectionParams,
      retryAttempts: 0,
      on: { closed: (event) => closes.push((event as { code: number }).code) },
    });
    cleanups.add(() => client.dispose());
    return { client, closes };
  },
  sse: (token = '') => {
    const client = createSseClient({ url: `${url}/graphql`, retryAttempts: 0, headers: token ? { authorization: `Bearer ${token}` } : {} });
    cleanups.add(() => client.dispose());
    return client;
  },
});

type SessionOptions = { userId?: string; expiresIn?: string | Date; scope?: string; policies?: string | string[] };

const sessions = (
  key: KeyObject,
  store: Awaited<ReturnType<typeof createPostgresStore>>,
  doorbell: ReturnType<typeof createPostgresDoorbell>,
) => ({
  /** An access token of a new session. */
  session: async ({ userId = randomUUID(), expiresIn = '15m', ...claims }: SessionOptions = {}) => {
    const sessionId = randomUUID();
    const token = await new SignJWT({ sid: sessionId, ...claims })
      .setProtectedHeader({ alg: 'EdDSA', kid: 'test' })
      .setSubject(userId)
      .setIssuer(TOKEN_ISSUER)
      .setExpirationTime(expiresIn)
      .sign(key);
    return { token, sessionId, userId };
  },
  /** What the user service does when somebody logs out. */
  revoke: async (sessionId: string, { ring = true } = {}): Promise<void> => {
    const text = JSON.stringify({ userId: randomUUID(), revokedAt: new Date().toISOString() });
    await store.set(RevokedSessionDocument.key(sessionId), text, 60_000);
    if (ring) doorbell.ring(RevokedSessionDocument.key(sessionId));
  },
});

type Collected = { results: unknown[]; done: boolean; failure: unknown; stop: () => void };

/** Collects what a client's subscription brings; over a socket or an event stream alike. */
export const collect = (client: Pick<WsClient, 'subscribe'>, query: string, variables: Record<string, unknown> = {}): Collected => {
  const collected: Collected = { results: [], done: false, failure: undefined, stop: () => {} };
  collected.stop = client.subscribe(
    { query, variables },
    {
      next: (result) => void collected.results.push(result),
      error: (error) => {
        collected.failure = error;
      },
      complete: () => {
        collected.done = true;
      },
    },
  );
  return collected;
};
