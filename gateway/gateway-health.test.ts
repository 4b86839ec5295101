import { generateKeyPairSync } from 'node:crypto';
import { afterEach, describe, expect, it } from '@jest/globals';
import { createCleanupStack } from '#kit/testing/cleanup-stack.ts';
import { eventually } from '#kit/testing/eventually.ts';
import { startProxyBefore, through } from '#kit/testing/tcp-proxy.ts';
import { createTestDatabase } from '#kit/testing/test-database.ts';
import { startGateway } from './test/start-gateway.ts';

const cleanups = createCleanupStack();
afterEach(cleanups.run);

const subgraphs = {
  one: { sdl: 'type Query { one: Int }', resolvers: { Query: { one: () => 1 } } },
  two: { sdl: 'type Query { two: Int }' },
};

const asking = (url: string) => async (path: string) => {
  const response = await fetch(`${url}/health/${path}`);
  return [response.status, ((await response.json()) as { reason?: string }).reason];
};

describe('The gateway', () => {
  it('serves while its store and doorbell are away, and is not ready', async () => {
    const database = await createTestDatabase();
    cleanups.add(database.drop);
    const proxy = await startProxyBefore(database.url);
    cleanups.add(proxy.close);
    const url = through(database.url, proxy);
    const gateway = await startGateway({ subgraphs, replicaOf: { shared: { url, keys: generateKeyPairSync('ed25519') } } });
    cleanups.add(gateway.close);
    const ask = asking(gateway.url);
    proxy.hold();
    expect(await ask('ready')).toEqual([503, expect.any(String)]);
    expect(await ask('serving')).toEqual([200, undefined]);
    expect((await gateway.post('{ one }')).body).toEqual({ data: { one: 1 } });
    proxy.release();
  }, 30_000);

  it('serves while a subgraph answers, and not when none does', async () => {
    let away = ['one'];
    const gateway = await startGateway({ subgraphs, away: async () => away });
    cleanups.add(gateway.close);
    const ask = asking(gateway.url);
    expect(await ask('serving')).toEqual([200, undefined]);
    away = ['one', 'two'];
    expect(await ask('serving')).toEqual([503, expect.stringContaining('any subgraph')]);
    away = [];
    expect(await ask('serving')).toEqual([200, undefined]);
  });

  it('is ready while a subgraph answers, names those that are away, and is not when all are', async () => {
    let away: string[] = ['one'];
    const gateway = await startGateway({ subgraphs, away: async () => away });
    cleanups.add(gateway.close);
    const ready = async () => {
      const response = await fetch(`${gateway.url}/health/ready`);
      return [response.status, await response.json()];
    };
    await eventually(async () => expect(await ready()).toEqual([200, { status: 'ready', away: ['one'] }]));
    away = ['one', 'two'];
    expect(await ready()).toEqual([503, { status: 'not ready', reason: expect.stringContaining('any subgraph') }]);
    away = [];
    expect(await ready()).toEqual([200, { status: 'ready' }]);
  });

  it('serves once the keys of access tokens were fetched', async () => {
    const fetched = Promise.withResolvers<void>();
    let ready = (): Promise<void> => Promise.reject(new Error('connect ECONNREFUSED'));
    const gateway = await startGateway({ subgraphs, before: (keys) => Object.assign(keys, { ready: () => ready() }) });
    cleanups.add(gateway.close);
    const ask = asking(gateway.url);
    expect(await ask('serving')).toEqual([503, expect.stringContaining('keys')]);
    ready = () => fetched.promise;
    expect(await ask('serving')).toEqual([503, expect.stringContaining('keys')]);
    fetched.resolve();
    expect(await ask('serving')).toEqual([200, undefined]);
  });
});
