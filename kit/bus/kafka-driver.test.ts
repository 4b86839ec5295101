import { afterAll, afterEach, beforeAll, expect, it, jest } from '@jest/globals';
import { createCleanupStack } from '../testing/cleanup-stack.ts';
import { describeOn } from '../testing/describe-on.ts';
import { eventually } from '../testing/eventually.ts';
import { joinGroup } from '../testing/kafka-admin.ts';
import { silent } from '../testing/test-delivery.ts';
import { startTestKafka, type TestKafka } from '../testing/test-kafka.ts';
import { CLIENT, type KafkaDriver, type Subscription } from './kafka-driver.ts';
import { keepConsuming } from './kafka-membership.ts';
import { createKafkaJsDriver } from './kafkajs.ts';
import { createPlatformaticDriver } from './platformatic.ts';

const drivers = { kafkajs: createKafkaJsDriver, platformatic: createPlatformaticDriver };

describeOn('Kafka').each(['kafkajs', 'platformatic'] as const)('%s behind the bus', (client) => {
  const cleanups = createCleanupStack();
  let kafka: TestKafka;

  beforeAll(async () => {
    kafka = await startTestKafka();
  }, 90_000);
  afterEach(cleanups.run);
  afterAll(() => kafka?.stop(), 30_000);

  const open = (): KafkaDriver => {
    const driver = drivers[client]({ brokers: [kafka.brokers], tls: false, sasl: null, partitions: 1, replication: -1 }, silent);
    cleanups.add(driver.close);
    return driver;
  };
  const record = (n: number) => ({ key: 'a', value: String(n), headers: {} });

  it('a connection that has nothing to do sets no timers', async () => {
    const driver = open();
    await driver.ping();
    const timers = jest.spyOn(globalThis, 'setTimeout');
    cleanups.add(() => timers.mockRestore());
    const since = performance.now();
    await eventually(() => performance.now() - since > 500);
    expect(timers.mock.calls.filter(([, ms]) => ms !== undefined && ms <= 10).length).toBeLessThan(10);
  });

  it('rejects a member whom its group does not let in', async () => {
    const driver = open();
    await driver.createTopics(['closed']);
    cleanups.add(await eventually(() => joinGroup(kafka.brokers, 'closed', 'closed', 'of-its-own'), { within: 30_000 }));
    await expect(driver.consume({ group: 'closed', topics: ['closed'], take: async () => {} })).rejects.toThrow('incompatible');
  }, 60_000);

  it('a member that dies of what it took says so, another takes its place, and nothing is left out', async () => {
    const driver = open();
    await driver.createTopics(['deadly']);
    await driver.send([{ topic: 'deadly', records: [1, 2, 3].map(record) }]);
    const taken: string[] = [];
    let deaths = 0;
    const member = keepConsuming(
      driver,
      {
        group: 'mortals',
        topics: ['deadly'],
        take: async (records) => {
          if (deaths++ < 2) throw new TypeError('not a retriable error');
          taken.push(...records.map(({ value }) => String(value)));
        },
      },
      silent,
    );
    cleanups.add(member.leave);
    await eventually(() => expect(taken).toEqual(['1', '2', '3']), { within: 40_000 });
    expect(deaths).toBeGreaterThan(2);
  }, 60_000);

  it('a member keeps its place while what it took waits for longer than a session', async () => {
    const driver = open();
    await driver.createTopics(['slow']);
    await driver.send([{ topic: 'slow', records: [record(1)] }]);
    const { promise: hold, resolve: goOn } = Promise.withResolvers<void>();
    const taken: string[] = [];
    const take: Subscription['take'] = async (records) => {
      taken.push(...records.map(({ value }) => String(value)));
      await hold;
    };
    const member = keepConsuming(driver, { group: 'patient', topics: ['slow'], take }, silent);
    cleanups.add(member.leave);
    await eventually(() => taken.length > 0, { within: 20_000 });
    const since = performance.now();
    await eventually(() => performance.now() - since > 1.5 * CLIENT.sessionMs, { within: 2 * CLIENT.sessionMs });
    goOn();
    await driver.send([{ topic: 'slow', records: [record(2)] }]);
    await eventually(() => expect(taken).toEqual(['1', '2']), { within: 20_000 });
  }, 60_000);

  it('commits no further than what was taken when it stops in the middle of what it fetched', async () => {
    const driver = open();
    await driver.createTopics(['long']);
    const numbers = Array.from({ length: 2_500 }, (_, n) => n);
    await driver.send([{ topic: 'long', records: numbers.map(record) }]);
    const { promise: hold, resolve: goOn } = Promise.withResolvers<void>();
    const taken: number[] = [];
    const subscription = { group: 'stopped', topics: ['long'] };
    const take: Subscription['take'] = async (records) => {
      taken.push(...records.map(({ value }) => Number(value)));
      await hold;
    };
    const first = keepConsuming(driver, { ...subscription, take }, silent);
    await eventually(() => taken.length > 0, { within: 20_000 });
    const stopping = first.leave();
    goOn();
    await stopping;
    expect(taken.length).toBeLessThan(numbers.length);
    const second = keepConsuming(driver, { ...subscription, take }, silent);
    cleanups.add(second.leave);
    await eventually(() => expect(new Set(taken).size).toBe(numbers.length), { within: 20_000 });
  }, 60_000);
});
