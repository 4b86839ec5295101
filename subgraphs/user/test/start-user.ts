import type { ExecutionResult } from 'graphql';
import { createLocalJWKSet } from 'jose';
import { createMetrics } from '#kit/metrics.ts';
import { startService } from '#kit/start-service.ts';
import type { Store } from '#kit/store/store.ts';
import type { SubgraphHeaders } from '#kit/subgraph.ts';
import type { CleanupStack } from '#kit/testing/cleanup-stack.ts';
import { startTestService } from '#kit/testing/test-service.ts';
import type { Context } from '../context.ts';
import { service } from '../main.ts';

// biome-ignore lint/suspicious/noExplicitAny: answers are as loose as the operations the tests write
export type Answer = ExecutionResult<Record<string, any>>;

type Options = { environment?: Record<string, string>; store?: Store; now?: () => Date };

/** The user service on a database of its own, believing the tokens that it signs itself. */
export const startUser = async (cleanups: CleanupStack, { environment, store, now }: Options = {}) => {
  const base = await startTestService(service, { PASSWORD_ANSWER_MS: '30000', ...environment });
  cleanups.add(base.close);
  const { keys } = base.context.tokens.jwks;
  const adapters = { ...base.adapters, metrics: createMetrics(), keys: createLocalJWKSet({ keys }), ...(store ? { store } : {}) };
  const running = await startService(service, base.context.config, adapters, now ? { now } : {});
  cleanups.add(running.close);
  const ask = (query: string, variables: Record<string, unknown> = {}, headers: SubgraphHeaders = {}): Promise<Answer> =>
    running.subgraph!.execute({ query, variables, headers: { 'x-client-address': '203.0.113.7', ...headers } });
  return {
    context: running.context as Context,
    routes: running.routes,
    adapters,
    databaseUrl: base.databaseUrl,
    ask,
    /** Asks with an access token. */
    askAs: ({ accessToken }: { accessToken: string }, query: string, variables?: Record<string, unknown>) =>
      ask(query, variables, { authorization: `Bearer ${accessToken}` }),
  };
};

export type UserService = Awaited<ReturnType<typeof startUser>>;

/** The first error's extensions. */
export const refusal = ({ errors }: Answer) => errors?.[0]?.extensions;
