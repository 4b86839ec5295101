import { afterAll, beforeAll } from '@jest/globals';
import { describeOn } from '#kit/testing/describe-on.ts';
import { startTestKafka, type TestKafka } from '#kit/testing/test-kafka.ts';
import { startTestRedis, type TestRedis } from '#kit/testing/test-redis.ts';
import { oneTrace } from './one-trace.ts';

describeOn('Kafka', 'Redis')('Traces of one service each on Kafka and Redis', () => {
  let kafka: TestKafka;
  let redis: TestRedis;
  beforeAll(async () => {
    [kafka, redis] = await Promise.all([startTestKafka(), startTestRedis()]);
  }, 120_000);
  afterAll(() => Promise.all([kafka?.stop(), redis?.stop()]));

  oneTrace('one service each', () => ({ KAFKA_BROKERS: kafka.brokers, REDIS_URL: redis.url, KAFKA_PARTITIONS: '2' }));
});
