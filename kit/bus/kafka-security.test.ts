import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { createMetrics } from '../metrics.ts';
import { createCleanupStack } from '../testing/cleanup-stack.ts';
import { setUpDelivery } from '../testing/delivery-set-up.ts';
import { describeOn } from '../testing/describe-on.ts';
import { eventually } from '../testing/eventually.ts';
import { createKafkaSecurity, type TestKafkaSecurity } from '../testing/kafka-security.ts';
import { silent, upTo, writesEffects } from '../testing/test-delivery.ts';
import { startTestKafka, type TestKafka } from '../testing/test-kafka.ts';
import { createKafkaBus } from './kafka.ts';
import type { KafkaSettings } from './kafka-driver.ts';
import { createKafkaJsDriver } from './kafkajs.ts';
import { createPlatformaticDriver } from './platformatic.ts';

const drivers = { kafkajs: createKafkaJsDriver, platformatic: createPlatformaticDriver };

describeOn('Kafka')('Kafka that asks for TLS and a password', () => {
  const delivery = setUpDelivery();
  const cleanups = createCleanupStack();
  let security: TestKafkaSecurity;
  let kafka: TestKafka;

  beforeAll(async () => {
    security = await createKafkaSecurity();
    cleanups.add(security.remove);
    kafka = await startTestKafka(undefined, security);
    cleanups.add(kafka.stop);
    setDefaultCACertificates([...getCACertificates('default'), security.ca]);
  }, 180_000);
  afterAll(cleanups.run, 30_000);

  const openDriver = (client: keyof typeof drivers, changes: Partial<KafkaSettings>) => {
    const driver = drivers[client]({ brokers: [kafka.brokers], tls: true, sasl: null, partitions: 3, replication: -1, ...changes }, silent);
    delivery.cleanups.add(driver.close);
    return driver;
  };
  const login = (mechanism: 'plain' | 'scram-sha-256' | 'scram-sha-512', password = security.password) => ({
    sasl: { mechanism, username: security.username, password },
  });

  it.each([
    ['kafkajs', 'plain'],
    ['kafkajs', 'scram-sha-256'],
    ['kafkajs', 'scram-sha-512'],
    ['platformatic', 'plain'],
    ['platformatic', 'scram-sha-256'],
    ['platformatic', 'scram-sha-512'],
  ] as const)(
    'brings messages with %s and %s',
    async (client, mechanism) => {
      const prefix = `${client}-${mechanism}.`;
      const open = () => {
        const bus = createKafkaBus({ driver: openDriver(client, login(mechanism)), prefix, metrics: createMetrics(), log: silent });
        delivery.cleanups.add(bus.close);
        return bus;
      };
      const schema = prefix.replace(/\W/g, '_');
      const [here, there] = [await delivery.service(`${schema}here`), await delivery.service(`${schema}there`)];
      here.relay(open());
      const bus = open();
      await there.join(bus, 'reader', [writesEffects()]);
      await here.publish('a', upTo(5));
      await eventually(async () => expect(await there.effects()).toEqual(upTo(5)), { within: 20_000 });
      await bus.ping();
    },
    60_000,
  );

  it.each(['kafkajs', 'platformatic'] as const)(
    'is not reached by %s without TLS, without a password or with a wrong one',
    async (client) => {
      for (const settings of [{ tls: false }, { sasl: null }, login('plain', 'wrong'), login('scram-sha-512', 'wrong')])
        await expect(openDriver(client, settings).ping()).rejects.toThrow();
    },
    60_000,
  );
});
