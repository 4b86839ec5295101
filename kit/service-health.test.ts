import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openAdapters } from './adapters.ts';
import { port, readConfig } from './config.ts';
import { freePort } from './free-port.ts';
import { createLog } from './log.ts';
import { type ServingService, serveService } from './run-service.ts';
import { defineService } from './service.ts';
import { createCleanupStack } from './testing/cleanup-stack.ts';
import { startProxyBefore, type TcpProxy, through } from './testing/tcp-proxy.ts';
import { createTestDatabase } from './testing/test-database.ts';

const service = defineService({
  name: 'event',
  readConfig: (environment) => readConfig(environment, { PORT: port(0) }),
  createContext: (kit) => kit,
});

describe('A service', () => {
  const cleanups = createCleanupStack();
  let proxy: TcpProxy;
  let running: ServingService<unknown>;
  let url: string;

  beforeAll(async () => {
    const database = await createTestDatabase();
    cleanups.add(database.drop);
    proxy = await startProxyBefore(database.url);
    cleanups.add(proxy.close);
    const nobody = await freePort();
    const config = service.readConfig({
      NODE_ENV: 'test',
      LOG_LEVEL: 'silent',
      PORT: '0',
      DATA_DIR: process.env.TEST_DATA_DIR,
      DATABASE_URL: through(database.url, proxy),
      REDIS_URL: `redis://127.0.0.1:${nobody}`,
      KAFKA_BROKERS: `127.0.0.1:${nobody}`,
    });
    const log = createLog('silent', 'event');
    const adapters = await openAdapters(config, log);
    cleanups.add(adapters.close);
    running = await serveService(service, config, adapters, log);
    url = running.url;
  }, 60_000);
  afterAll(cleanups.run, 60_000);

  const ask = async (path: string) => {
    const response = await fetch(`${url}${path}`);
    return [response.status, await response.json()];
  };

  it('serves without Redis and Kafka, and is not ready: it names them', async () => {
    expect(await ask('/health/serving')).toEqual([200, { status: 'serving' }]);
    expect(await ask('/health/ready')).toEqual([503, { status: 'not ready', reason: 'Not reachable: store, doorbell, bus.' }]);
    expect(await (await fetch(`${url}/metrics`)).text()).toMatch(/^madang_ready 0$/m);
  }, 60_000);

  it('serves nothing without its database, says so before a probe gives up, and serves again when it is back', async () => {
    proxy.hold();
    const begun = performance.now();
    expect(await ask('/health/serving')).toEqual([503, { status: 'not serving', reason: 'Not reachable: database.' }]);
    expect(performance.now() - begun).toBeLessThan(4_000);
    proxy.release();
    expect(await ask('/health/serving')).toEqual([200, { status: 'serving' }]);
  }, 60_000);

  it('serves no more while it stops, and still answers', async () => {
    const closing = running.close();
    const stops = { reason: 'The service stops.' };
    expect(await ask('/health/serving')).toEqual([503, { status: 'not serving', ...stops }]);
    expect(await ask('/health/ready')).toEqual([503, { status: 'not ready', ...stops }]);
    await closing;
  }, 60_000);
});
