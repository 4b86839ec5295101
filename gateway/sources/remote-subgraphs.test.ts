import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { createLog } from '#kit/log.ts';
import { createCleanupStack } from '#kit/testing/cleanup-stack.ts';
import { readConfig } from '../config.ts';
import { createRemoteSubgraphs } from './remote-subgraphs.ts';

const cleanups = createCleanupStack();
afterEach(cleanups.run);

/** The URL of a subgraph that says its name. */
const serve = async (name: string): Promise<string> => {
  const server = createServer((_request, response) => response.end(JSON.stringify({ data: { name } })));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  cleanups.add(() => server.close());
  cleanups.add(() => server.closeAllConnections());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`;
};

const QUERY = { query: '{ name }', headers: {} };

describe('Subgraphs in processes of their own', () => {
  const remote = (environment: Record<string, string>) => {
    const remotes = createRemoteSubgraphs(readConfig({ NODE_ENV: 'test', ...environment }), createLog('silent', 'gateway'));
    cleanups.add(remotes.health.close);
    const create = (name: string, url: string) => {
      const subgraph = remotes.create({ name, url });
      cleanups.add(subgraph.close);
      return subgraph;
    };
    return { create, health: remotes.health };
  };

  it('are where the operator says, when they are ours', async () => {
    const { create } = remote({ USER_URL: await serve('given') });
    expect(await create('user', await serve('composed')).execute(QUERY)).toEqual({ data: { name: 'given' } });
  });

  it("are where the supergraph says, also one whose name begins another variable's", async () => {
    const { create } = remote({ SUPERGRAPH_URL: await serve('given') });
    expect(await create('supergraph', await serve('composed')).execute(QUERY)).toEqual({ data: { name: 'composed' } });
  });

  it('are watched until they are closed: of one that moved only where it is now', async () => {
    const { create, health } = remote({});
    const before = create('shops', 'http://127.0.0.1:1/graphql');
    expect(await health.away()).toEqual(['shops']);
    create('shops', await serve('shops'));
    await before.close();
    expect(await health.away()).toEqual([]);
  });
});
