import { fastify } from 'fastify';
import { readConfig } from '#gateway/config.ts';
import { serveSubgraph } from '#kit/subgraph-server.ts';
import { workingSubgraphs } from './working-subgraphs.ts';

/** A process with all subgraphs, served to the gateway as Madang's services serve theirs. Sends its parent the URLs. */
const { GATEWAY_SECRET } = readConfig({ NODE_ENV: 'test' });
const served = Object.values(workingSubgraphs()).map(async (subgraph) => {
  const app = fastify();
  serveSubgraph(app, subgraph, GATEWAY_SECRET);
  return [subgraph.name, `${await app.listen({ port: 0, host: '127.0.0.1' })}/graphql`] as const;
});
process.send?.(Object.fromEntries(await Promise.all(served)));
