import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { createMetrics } from '../metrics.ts';
import { setUpDelivery } from '../testing/delivery-set-up.ts';
import { describeOn } from '../testing/describe-on.ts';
import { eventually } from '../testing/eventually.ts';
import { leadersOf } from '../testing/kafka-admin.ts';
import { silent, writesEffects } from '../testing/test-delivery.ts';
import { type KafkaSecurity, startTestKafka, type TestKafka } from '../testing/test-kafka.ts';
import { createKafkaBus } from './kafka.ts';
import { createKafkaJsDriver } from './kafkajs.ts';
import { createPlatformaticDriver } from './platformatic.ts';

const drivers = { kafkajs: createKafkaJsDriver, platformatic: createPlatformaticDriver };
const TWO_IN_SYNC: KafkaSecurity = { protocol: 'PLAINTEXT', properties: 'min.insync.replicas=2', format: [] };

describeOn('Kafka')('with two brokers, each of which has to have a message', () => {
  const { cleanups, service } = setUpDelivery();
  let first: TestKafka;
  let second: TestKafka;

  beforeAll(async () => {
    first = await startTestKafka(undefined, TWO_IN_SYNC);
    second = await startTestKafka(undefined, TWO_IN_SYNC, first);
  }, 120_000);
  afterAll(async () => {
    await second?.stop();
    await first?.stop();
  }, 30_000);

  it.each(['kafkajs', 'platformatic'] as const)(
    '%s keeps a message in the outbox while one of them is away, and delivers it when it is back',
    async (client) => {
      const open = () => {
        const driver = drivers[client]({ brokers: [first.brokers], tls: false, sasl: null, partitions: 3, replication: 2 }, silent);
        const bus = createKafkaBus({ driver, prefix: `${client}.`, metrics: createMetrics(), log: silent });
        cleanups.add(bus.close);
        return bus;
      };
      const [here, there] = [await service(`${client}_publisher`), await service(`${client}_reader`)];
      const relay = here.relay(open());
      await there.join(open(), 'reader', [writesEffects()]);
      await eventually(() => here.publish('a', [1]));
      await eventually(async () => expect(await there.effects()).toEqual([1]), { within: 30_000 });
      await second.kill();
      const leaders = () => leadersOf(first.brokers, `${client}.test.tick`);
      await eventually(async () => expect(await leaders()).toEqual([1, 1, 1]), { within: 30_000 });
      await here.publish('a', [2]);
      const before = relay.stats.failures;
      await eventually(() => relay.stats.failures >= before + 4, { within: 60_000 });
      expect(await here.database.sql('select 1 from outbox where published_at is null')).toHaveLength(1);
      await second.start();
      await eventually(async () => expect(await there.effects()).toEqual([1, 2]), { within: 60_000 });
    },
    240_000,
  );
});
