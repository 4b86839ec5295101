import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Redis } from 'ioredis';
import { pino } from 'pino';
import { createCleanupStack } from '../testing/cleanup-stack.ts';
import { describeOn } from '../testing/describe-on.ts';
import { eventually } from '../testing/eventually.ts';
import { startTestRedis, type TestRedis } from '../testing/test-redis.ts';
import { doorbellSuite } from './doorbell-suite.ts';
import { createRedisDoorbell } from './redis.ts';

const log = pino({ level: 'silent' });

describeOn('Redis')('the doorbell on Redis', () => {
  const cleanups = createCleanupStack();
  let redis: TestRedis;
  let admin: Redis;
  const open = (prefix?: string) => createRedisDoorbell({ url: redis.url, log, prefix });

  beforeAll(async () => {
    redis = await startTestRedis();
    cleanups.add(redis.stop);
    admin = new Redis(redis.url);
    admin.on('error', () => {});
    cleanups.add(() => admin.disconnect());
  });
  afterAll(cleanups.run);

  const cut = async (): Promise<void> => {
    for (const type of ['normal', 'pubsub'] as const) await admin.client('KILL', 'TYPE', type, 'SKIPME', 'YES');
  };

  doorbellSuite('Redis', { open: () => open(), cut });

  describe('the Redis doorbell', () => {
    it('rings after Redis was away, and pings fail meanwhile', async () => {
      const doorbell = open();
      cleanups.add(doorbell.close);
      let rings = 0;
      await doorbell.listen('a', () => rings++);
      await redis.kill();
      await eventually(() => expect(doorbell.ping()).rejects.toThrow());
      doorbell.ring('a');
      const later = doorbell.listen('b', () => {});
      await redis.start();
      await later;
      await eventually(() => rings > 0);
      await eventually(() => doorbell.ping());
    });

    it('leaves a channel that nobody listens to any more', async () => {
      const doorbell = open('leaves.');
      cleanups.add(doorbell.close);
      const channels = () => admin.pubsub('CHANNELS', 'leaves.*');
      const stops = [await doorbell.listen('a', () => {}), await doorbell.listen('a', () => {})];
      stops[0]?.();
      expect(await channels()).toEqual(['leaves.bell:a']);
      stops[1]?.();
      await eventually(async () => expect(await channels()).toEqual([]));
    });

    it('does not ring the bells of another installation', async () => {
      const [here, there] = [open('sample.'), open()];
      for (const doorbell of [here, there]) cleanups.add(doorbell.close);
      let rings = 0;
      let others = 0;
      await here.listen('a', () => rings++);
      await there.listen('a', () => others++);
      here.ring('a');
      await eventually(() => rings === 1);
      expect(others).toBe(0);
    });

    it('rejects a ping and closes while Redis is away', async () => {
      const doorbell = createRedisDoorbell({ url: 'redis://127.0.0.1:1', log });
      doorbell.ring('a');
      const listening = doorbell.listen('a', () => {});
      await expect(doorbell.ping()).rejects.toThrow();
      await Promise.all([doorbell.close(), expect(listening).rejects.toThrow('closed')]);
    });
  });
});
