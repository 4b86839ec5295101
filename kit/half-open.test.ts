import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Bus } from './bus/bus.ts';
import { createKafkaBus } from './bus/kafka.ts';
import { createKafkaJsDriver } from './bus/kafkajs.ts';
import { createLocalBus } from './bus/local.ts';
import { createPlatformaticDriver } from './bus/platformatic.ts';
import { openDatabase } from './database.ts';
import type { Doorbell } from './doorbell/doorbell.ts';
import { createPostgresDoorbell } from './doorbell/postgres.ts';
import { createRedisDoorbell } from './doorbell/redis.ts';
import { createMetrics } from './metrics.ts';
import { createPostgresStore } from './store/postgres.ts';
import { createRedisStore } from './store/redis.ts';
import type { Store } from './store/store.ts';
import { createCleanupStack } from './testing/cleanup-stack.ts';
import { setUpDelivery } from './testing/delivery-set-up.ts';
import { describeOn } from './testing/describe-on.ts';
import { eventually } from './testing/eventually.ts';
import { startTcpProxy, type TcpProxy } from './testing/tcp-proxy.ts';
import { openTestService, silent, upTo, writesEffects } from './testing/test-delivery.ts';
import { startTestKafka } from './testing/test-kafka.ts';
import { startTestRedis, type TestRedis } from './testing/test-redis.ts';
import { startTestRedisCluster, type TestRedisCluster } from './testing/test-redis-cluster.ts';

/** Reliability: half-open connections are noticed in 30 s. */
const NOTICED = { within: 30_000 };
/** Of these a message meets some on its way, which together have those 30 s. */
const NOTICED_EARLY = { within: 14_000 };
/** A request to Kafka takes 10 s, a member's of platformatic 14; then it joins its group anew, whose coordinator has let go of it by then. */
const NOTICED_AND_JOINED = { kafkajs: { within: 25_000 }, platformatic: NOTICED };
const TEST_MS = 120_000;

const cleanups = createCleanupStack();
afterEach(cleanups.run);

const proxied = async (url: string): Promise<{ proxy: TcpProxy; url: string }> => {
  const target = new URL(url);
  const proxy = await startTcpProxy(() => Number(target.port));
  cleanups.add(proxy.close);
  return { proxy, url: Object.assign(new URL(url), { port: String(proxy.port) }).href };
};

/** From now on its connections carry nothing; cut before anything is closed, which would wait for them. */
const abandon = (proxy: TcpProxy): void => {
  proxy.abandon();
  cleanups.add(proxy.cutAbandoned);
};

/** Some connections at once, so that several of a pool have gone silent. */
const several = (ask: () => Promise<unknown>) => Promise.all([ask(), ask(), ask()]);

const storeComesBack = async (store: Store, proxy: TcpProxy): Promise<void> => {
  cleanups.add(store.close);
  await several(() => store.set('a', '1', 60_000));
  abandon(proxy);
  await eventually(async () => expect(await several(() => store.get('a'))).toEqual(['1', '1', '1']), NOTICED);
};

const doorbellComesBack = async (listening: Doorbell, ringing: Doorbell, proxy: TcpProxy): Promise<void> => {
  for (const doorbell of [listening, ringing]) cleanups.add(doorbell.close);
  let rings = 0;
  await listening.listen('a', () => rings++);
  abandon(proxy);
  await eventually(() => {
    ringing.ring('a');
    expect(rings).toBeGreaterThan(0);
  }, NOTICED);
};

describe('connections to PostgreSQL that died without a word', () => {
  const delivery = setUpDelivery();

  const databaseComesBack = async (): Promise<void> => {
    const { proxy, url } = await proxied(delivery.url());
    const database = await openDatabase({ url, schema: 'public', ring: () => {}, onError: () => {} });
    cleanups.add(database.close);
    await several(() => database.sql('select pg_sleep(0.1)'));
    abandon(proxy);
    await eventually(() => several(() => database.transaction(({ sql }) => sql('select 1'))), NOTICED_EARLY);
  };
  const busComesBack = async (): Promise<void> => {
    const { proxy, url } = await proxied(delivery.url());
    const bus = createLocalBus({ url, prefix: 'half-open.', doorbell: delivery.doorbell(), log: silent });
    cleanups.add(bus.close);
    await several(bus.ping);
    abandon(proxy);
    await eventually(() => several(bus.ping), NOTICED);
  };

  it(
    'are noticed in 30 s by a service’s database, the store, the doorbell and the local bus',
    async () => {
      const [store, doorbell] = [await proxied(delivery.url()), await proxied(delivery.url())];
      const ringing = createPostgresDoorbell({ url: delivery.url(), log: silent });
      await Promise.all([
        databaseComesBack(),
        busComesBack(),
        storeComesBack(createPostgresStore({ url: store.url, log: silent }), store.proxy),
        doorbellComesBack(createPostgresDoorbell({ url: doorbell.url, log: silent }), ringing, doorbell.proxy),
      ]);
    },
    TEST_MS,
  );
});

describeOn('Redis')('connections to Redis that died without a word', () => {
  it(
    'are noticed in 30 s by the store, and by the doorbell, though it only listens',
    async () => {
      const redis = await startTestRedis();
      cleanups.add(redis.stop);
      const [store, doorbell] = [await proxied(redis.url), await proxied(redis.url)];
      const ringing = createRedisDoorbell({ url: redis.url, log: silent });
      await Promise.all([
        storeComesBack(createRedisStore({ url: store.url, log: silent }), store.proxy),
        doorbellComesBack(createRedisDoorbell({ url: doorbell.url, log: silent }), ringing, doorbell.proxy),
      ]);
    },
    TEST_MS,
  );
});

describeOn('Redis')('connections to a Redis Cluster that died without a word', () => {
  let cluster: TestRedisCluster;
  beforeAll(async () => {
    cluster = await startTestRedisCluster({ proxied: true });
  }, TEST_MS);
  afterAll(() => cluster?.stop());

  const storeHasAllAgain = async (): Promise<void> => {
    const store = createRedisStore({ url: cluster.url, log: silent });
    cleanups.add(store.close);
    const keys = upTo(12).map(String);
    for (const key of keys) await store.set(key, key, 60_000);
    abandon(cluster.proxies[1] as TcpProxy);
    await eventually(async () => expect(await store.getMany(keys)).toEqual(keys), NOTICED);
  };
  /** The ports that the node sees of connections that listen. */
  const listeningAt = async (node: TestRedis): Promise<number[]> => {
    const clients = String(await cluster.ask(node, 'client', 'list', 'type', 'pubsub'));
    return [...clients.matchAll(/ addr=\S+:(\d+)/g)].map(([, port]) => Number(port));
  };

  it('are noticed in 30 s by the store, though they are one node’s only', storeHasAllAgain, TEST_MS);

  it(
    'are noticed in 30 s by the doorbell, though nothing is wrong with any but the one that listens',
    async () => {
      const [doorbell, ringing] = [1, 2].map(() => createRedisDoorbell({ url: cluster.url, log: silent })) as [Doorbell, Doorbell];
      for (const each of [doorbell, ringing]) cleanups.add(each.close);
      let rings = 0;
      await doorbell.listen('a', () => rings++);
      const ports = await eventually(async () => {
        const those = await Promise.all(cluster.nodes.map(listeningAt));
        expect(those.flat()).toHaveLength(1);
        return those;
      });
      for (const [index, proxy] of cluster.proxies.entries()) {
        for (const port of ports[index] ?? []) proxy.abandon(port);
        cleanups.add(proxy.cutAbandoned);
      }
      await eventually(() => {
        ringing.ring('a');
        expect(rings).toBeGreaterThan(0);
      }, NOTICED);
    },
    TEST_MS,
  );
});

describeOn('Kafka').each(['kafkajs', 'platformatic'] as const)('connections of %s to Kafka that died without a word', (client) => {
  const delivery = setUpDelivery();

  it(
    'are noticed in 30 s by publishers and by groups',
    async () => {
      let port = 0;
      const proxy = await startTcpProxy(() => port);
      cleanups.add(proxy.close);
      const kafka = await startTestKafka(proxy.port);
      cleanups.add(kafka.stop);
      port = kafka.port;
      const create = client === 'kafkajs' ? createKafkaJsDriver : createPlatformaticDriver;
      const open = (): Bus => {
        const driver = create({ brokers: [kafka.brokers], tls: false, sasl: null, partitions: 3, replication: -1 }, silent);
        const bus = createKafkaBus({ driver, prefix: '', metrics: createMetrics(), log: silent });
        cleanups.add(bus.close);
        return bus;
      };
      const openService = async (schema: string) => {
        const service = await openTestService({ url: delivery.url(), schema, doorbell: delivery.doorbell() });
        cleanups.add(service.close);
        return service;
      };
      const [here, there] = [await openService('here'), await openService('there')];
      here.relay(open());
      await there.join(open(), 'reader', [writesEffects()]);
      await here.publish('a', [1]);
      await eventually(async () => expect(await there.effects()).toEqual([1]), NOTICED);
      abandon(proxy);
      await here.publish('a', [2, 3]);
      await eventually(async () => expect(await there.effects()).toEqual(upTo(3)), NOTICED_AND_JOINED[client]);
    },
    TEST_MS,
  );
});
