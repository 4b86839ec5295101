import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { pino } from 'pino';
import { createRedisDoorbell } from './doorbell/redis.ts';
import { createRedisStore } from './store/redis.ts';
import { storeSuite } from './store/store-suite.ts';
import { createCleanupStack } from './testing/cleanup-stack.ts';
import { describeOn } from './testing/describe-on.ts';
import { eventually } from './testing/eventually.ts';
import { startTestRedisCluster, type TestRedisCluster } from './testing/test-redis-cluster.ts';

const log = pino({ level: 'silent' });
const MINUTE = 60_000;

describeOn('Redis')('on a Redis Cluster', () => {
  const cleanups = createCleanupStack();
  let cluster: TestRedisCluster;
  const open = () => createRedisStore({ url: cluster.url, log });
  const openDoorbell = () => {
    const doorbell = createRedisDoorbell({ url: cluster.url, log });
    cleanups.add(doorbell.close);
    return doorbell;
  };

  beforeAll(async () => {
    cluster = await startTestRedisCluster();
    cleanups.add(cluster.stop);
  }, 60_000);
  afterAll(cleanups.run);

  storeSuite('Redis Cluster', open);

  describe('store and doorbell', () => {
    it('spread the keys over all nodes, and read many at once', async () => {
      const store = open();
      cleanups.add(store.close);
      const keys = Array.from({ length: 30 }, (_, n) => `spread:${n}`);
      for (const key of keys) await store.set(key, key, MINUTE);
      expect(await store.getMany(keys)).toEqual(keys);
      for (const node of cluster.nodes) expect(Number(await cluster.ask(node, 'dbsize'))).toBeGreaterThan(0);
    });

    it('ring each bell once in every process; the ring is lost at most where nodes have no link for a moment', async () => {
      const [here, there] = [openDoorbell(), openDoorbell()];
      let tries = 0;
      await eventually(
        async () => {
          const bell = `a${++tries}`;
          const rings: string[] = [];
          await here.listen(bell, () => rings.push('here'));
          await there.listen(bell, () => rings.push('there'));
          here.ring(bell);
          await eventually(() => expect(rings.toSorted()).toEqual(['here', 'there']), { within: 2_000 });
        },
        { within: 20_000 },
      );
    }, 30_000);

    it('go on with the other nodes while one is away, and with all when it is back', async () => {
      const store = open();
      cleanups.add(store.close);
      const doorbells = [openDoorbell(), openDoorbell(), openDoorbell(), openDoorbell()];
      let rings = 0;
      for (const doorbell of doorbells) await doorbell.listen('away', () => rings++);
      const keys = Array.from({ length: 12 }, (_, n) => `away:${n}`);
      for (const key of keys) await store.set(key, key, MINUTE);
      const [, lost] = cluster.nodes;
      await lost?.kill();
      await eventually(async () => {
        const answers = await Promise.allSettled(keys.map((key) => store.get(key)));
        const found = answers.filter((answer) => answer.status === 'fulfilled');
        expect(found.length).toBeGreaterThan(0);
        expect(found.length).toBeLessThan(keys.length);
      });
      await eventually(() => {
        doorbells[0]?.ring('away');
        expect(rings).toBeGreaterThanOrEqual(4);
      });
      await lost?.start();
      await eventually(async () => expect(await store.getMany(keys)).toEqual(keys), { within: 20_000 });
    }, 60_000);
  });
});
