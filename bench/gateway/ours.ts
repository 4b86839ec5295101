import { readFileSync } from 'node:fs';
import { createLocalJWKSet } from 'jose';
import { readConfig } from '#gateway/config.ts';
import { createGateway } from '#gateway/server.ts';
import { createHttpSubgraph } from '#gateway/sources/http-subgraph.ts';
import { createMultiplexedLink } from '#gateway/sources/multiplexed-link.ts';
import { createLog } from '#kit/log.ts';
import { createMetrics } from '#kit/metrics.ts';
import { workingSubgraphs } from './working-subgraphs.ts';

/** Madang's gateway with everything that a request passes; nobody is logged in, so store and doorbell have nothing to say. */
const urls: Record<string, string> = JSON.parse(process.env.SUBGRAPHS ?? '{}');
const createQueryLink = process.env.LINK === 'sockets' ? createMultiplexedLink : undefined;
const quiet = { ping: async () => {}, close: async () => {}, get: async () => null, listen: () => () => {}, ring: () => {} };
const config = readConfig({ NODE_ENV: 'test' });
const gateway = await createGateway({
  config,
  log: createLog('warn', 'gateway'),
  metrics: createMetrics(),
  supergraph: readFileSync(process.env.SUPERGRAPH ?? '', 'utf8'),
  subgraphs: process.env.LINK === 'none' ? workingSubgraphs() : {},
  createSubgraph: ({ name }) => createHttpSubgraph({ name, url: urls[name]!, gatewaySecret: config.GATEWAY_SECRET, createQueryLink }),
  keys: createLocalJWKSet({ keys: [] }),
  store: quiet as never,
  doorbell: quiet as never,
});
process.send?.(await gateway.listen(0));
process.once('SIGTERM', () => process.exit(0)); // so that a profile is written
