import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Redis } from 'ioredis';
import { pino } from 'pino';
import { createCleanupStack } from '../testing/cleanup-stack.ts';
import { describeOn } from '../testing/describe-on.ts';
import { eventually } from '../testing/eventually.ts';
import { startTestRedis, type TestRedis } from '../testing/test-redis.ts';
import { createRedisStore } from './redis.ts';
import { storeSuite } from './store-suite.ts';

const log = pino({ level: 'silent' });
const MINUTE = 60_000;

describeOn('Redis')('the store on Redis', () => {
  const cleanups = createCleanupStack();
  let redis: TestRedis;
  const open = () => createRedisStore({ url: redis.url, log });

  beforeAll(async () => {
    redis = await startTestRedis();
    cleanups.add(redis.stop);
  });
  afterAll(cleanups.run);

  storeSuite('Redis', open);

  describe('the Redis store', () => {
    it('rejects within two seconds while Redis is away or answers nothing, and goes on by itself', async () => {
      const store = open();
      cleanups.add(store.close);
      await store.set('away', 'here', MINUTE);
      const rejectsSoon = async (): Promise<void> => {
        for (const ask of [() => store.get('away'), () => store.set('away', 'lost', MINUTE), () => store.ping()]) {
          const begun = performance.now();
          await expect(ask()).rejects.toThrow();
          expect(performance.now() - begun).toBeLessThan(3_000);
        }
      };
      await redis.kill();
      await rejectsSoon();
      await redis.start();
      await eventually(async () => expect(await store.get('away')).toBe('here'));
      process.kill(redis.pid(), 'SIGSTOP');
      await rejectsSoon();
      process.kill(redis.pid(), 'SIGCONT');
      await eventually(() => store.ping());
    });

    it('rejects within two seconds while Redis loads its data after a start, and goes on by itself', async () => {
      const slow = await startTestRedis(['--key-load-delay', '25000']);
      cleanups.add(slow.stop);
      const store = createRedisStore({ url: slow.url, log });
      cleanups.add(store.close);
      for (let n = 0; n < 200; n++) await store.set(`loaded:${n}`, 'here', MINUTE);
      await slow.kill();
      const loaded = slow.start();
      const reasons: string[] = [];
      await eventually(async () => {
        const begun = performance.now();
        await store.get('loaded:1').catch((error: Error) => reasons.push(error.message));
        expect(performance.now() - begun).toBeLessThan(5_000);
        expect(reasons.join()).toMatch(/LOADING|timed out/);
      });
      await loaded;
      await eventually(async () => expect(await store.get('loaded:1')).toBe('here'));
    }, 30_000);

    it('reads from a server that has become read-only, rejects writes to it, and writes again after the failover', async () => {
      const store = open();
      const admin = new Redis(redis.url);
      cleanups.add(store.close);
      cleanups.add(() => admin.disconnect());
      await store.set('role', 'master', MINUTE);
      await admin.call('replicaof', '127.0.0.1', '1');
      await expect(store.set('role', 'replica', MINUTE)).rejects.toThrow('READONLY');
      await expect(store.compareAndSet('role', 'master', 'replica', MINUTE)).rejects.toThrow();
      await expect(store.increment('role:count', MINUTE)).rejects.toThrow();
      expect(await store.get('role')).toBe('master');
      await admin.call('replicaof', 'no', 'one');
      await eventually(() => store.set('role', 'master again', MINUTE));
      expect(await store.get('role')).toBe('master again');
    });

    it('touches one key in each command, so that a cluster takes them all', async () => {
      const cluster = await startTestRedis(['--cluster-enabled', 'yes']);
      cleanups.add(cluster.stop);
      const admin = new Redis(cluster.url);
      cleanups.add(() => admin.disconnect());
      await admin.call('cluster', 'addslotsrange', '0', '16383');
      await eventually(async () => expect(await admin.call('cluster', 'info')).toContain('cluster_state:ok'));
      const store = createRedisStore({ url: cluster.url, log });
      cleanups.add(store.close);
      await store.set('a', '1', MINUTE);
      await store.compareAndSet('b', null, '2', MINUTE);
      expect((await store.increment('c', MINUTE)).count).toBe(1);
      expect(await store.getMany(['a', 'b', 'c', 'd'])).toEqual(['1', '2', '1', null]);
    });
  });
});
