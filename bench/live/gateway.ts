import { readFileSync } from 'node:fs';
import { createLocalJWKSet } from 'jose';
import { readConfig } from '#gateway/config.ts';
import { createGateway } from '#gateway/server.ts';
import { createHttpSubgraph } from '#gateway/sources/http-subgraph.ts';
import { createLog } from '#kit/log.ts';
import { createMetrics } from '#kit/metrics.ts';
import type { Subgraph } from '#kit/subgraph.ts';
import { subgraphNames } from '#schema/services.ts';

/** Madang's gateway on the real supergraph. Nobody logs out, so store and doorbell have nothing to say. Collects its garbage when its parent asks, and says so. */
const urls: Record<string, string> = JSON.parse(process.env.SUBGRAPHS ?? '{}');
const config = readConfig({ NODE_ENV: 'test', CONNECTIONS_PER_ADDRESS: '100000', GATEWAY_SECRET: process.env.SECRET });
const quiet = {
  ping: async () => {},
  close: async () => {},
  get: async () => null,
  getMany: async (keys: readonly string[]) => keys.map(() => null),
  listen: async () => () => {},
  ring: () => {},
};
const away = (name: string): Subgraph => {
  const refuse = () => Promise.reject(new Error(`${name} is not part of this bench.`));
  return { name, execute: refuse, subscribe: refuse, close: async () => {} };
};
const subgraph = (name: string): Subgraph =>
  urls[name] ? createHttpSubgraph({ name, url: urls[name], gatewaySecret: config.GATEWAY_SECRET }) : away(name);
const gateway = await createGateway({
  config,
  log: createLog('warn', 'gateway'),
  metrics: createMetrics(),
  supergraph: readFileSync(new URL('../../schema/supergraph.graphql', import.meta.url), 'utf8'),
  subgraphs: Object.fromEntries(subgraphNames.map((name) => [name, subgraph(name)])),
  keys: createLocalJWKSet(JSON.parse(process.env.JWKS ?? '{"keys":[]}')),
  store: quiet as never,
  doorbell: quiet as never,
});
process.on('message', () => {
  globalThis.gc?.();
  globalThis.gc?.();
  process.send?.('collected');
});
process.send?.(await gateway.listen(0));
process.once('SIGTERM', () => process.exit(0)); // so that a profile is written
