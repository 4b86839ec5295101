import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { createMetrics } from '../metrics.ts';
import { setUpDelivery } from '../testing/delivery-set-up.ts';
import { describeOn } from '../testing/describe-on.ts';
import { eventually } from '../testing/eventually.ts';
import { API, type KafkaWire, produceOf, startKafkaWire } from '../testing/kafka-wire.ts';
import { silent, upTo, writesEffects } from '../testing/test-delivery.ts';
import { startTestKafka, type TestKafka } from '../testing/test-kafka.ts';
import { createKafkaBus } from './kafka.ts';
import { createKafkaJsDriver } from './kafkajs.ts';
import { createPlatformaticDriver } from './platformatic.ts';

const drivers = { kafkajs: createKafkaJsDriver, platformatic: createPlatformaticDriver };
const ALL_IN_SYNC_REPLICAS = -1;

describeOn('Kafka').each(['kafkajs', 'platformatic'] as const)('over the wire, %s', (client) => {
  const { cleanups, service } = setUpDelivery();
  let kafka: TestKafka;
  let wire: KafkaWire;

  beforeAll(async () => {
    let port = 0;
    wire = await startKafkaWire(() => port);
    kafka = await startTestKafka(wire.port);
    port = kafka.port;
  }, 90_000);
  afterAll(async () => {
    await wire?.close();
    await kafka?.stop();
  }, 30_000);

  const open = () => {
    const driver = drivers[client]({ brokers: [kafka.brokers], tls: false, sasl: null, partitions: 3, replication: -1 }, silent);
    const bus = createKafkaBus({ driver, prefix: `${client}.`, metrics: createMetrics(), log: silent });
    cleanups.add(bus.close);
    return bus;
  };

  it('publishes with acks=all, by an idempotent producer, outside any transaction', async () => {
    const here = await service(`${client}_publisher`);
    here.relay(open());
    await here.publish('a', upTo(3));
    const sent = () => wire.requests.filter(({ apiKey }) => apiKey === API.produce);
    await eventually(() => sent().length > 0);
    for (const request of sent()) expect(produceOf(request)).toEqual({ transactionalId: null, acks: ALL_IN_SYNC_REPLICAS });
    expect(wire.requests.some(({ apiKey }) => apiKey === API.initProducerId)).toBe(true);
  });

  it('is not ready when its fetches have had no answer for 30 s, though the broker answers everything else; and ready again after one', async () => {
    const there = await service(`${client}_reader`);
    const bus = open();
    await there.join(bus, 'stuck', [writesEffects()]);
    const here = await service(`${client}_other_publisher`);
    here.relay(open());
    await here.publish('a', [1]);
    await eventually(async () => expect(await there.effects()).toContain(1), { within: 20_000 });
    await bus.ping();
    wire.swallow(API.fetch);
    const since = performance.now();
    await eventually(() => expect(bus.ping()).rejects.toThrow(`Nothing was fetched for 30 s for ${client}.stuck.`), { within: 45_000 });
    expect(performance.now() - since).toBeGreaterThan(25_000);
    wire.swallow(null);
    await eventually(() => bus.ping(), { within: 30_000 });
  }, 120_000);
});
