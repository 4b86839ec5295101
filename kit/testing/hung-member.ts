import { createKafkaJsDriver } from '../bus/kafkajs.ts';
import { createPlatformaticDriver } from '../bus/platformatic.ts';
import { silent } from './test-delivery.ts';

/** A process that joins a group, takes messages and never comes to an end with them; says so on standard output. */
const [client = '', brokers = '', group = '', topic = ''] = process.argv.slice(2);
const createDriver = client === 'platformatic' ? createPlatformaticDriver : createKafkaJsDriver;
const driver = createDriver({ brokers: [brokers], tls: false, sasl: null, partitions: 3, replication: -1 }, silent);
await driver.consume({
  group,
  topics: [topic],
  take: () => {
    process.stdout.write('taken\n');
    return new Promise(() => {});
  },
});
