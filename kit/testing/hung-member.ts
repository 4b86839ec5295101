import { keepConsuming } from '../bus/kafka-membership.ts';
import { createKafkaJsDriver } from '../bus/kafkajs.ts';
import { createPlatformaticDriver } from '../bus/platformatic.ts';
import { silent } from './test-delivery.ts';

/** A process that joins a group, takes messages and never comes to an end with them; says so on standard output. */
const [client = '', brokers = '', group = '', topic = ''] = process.argv.slice(2);
const createDriver = client === 'platformatic' ? createPlatformaticDriver : createKafkaJsDriver;
const driver = createDriver({ brokers: [brokers], tls: false, sasl: null, partitions: 3, replication: -1 }, silent);
const take = (): Promise<never> => {
  process.stdout.write('taken\n');
  return new Promise(() => {});
};
keepConsuming(driver, { group, topics: [topic], take }, silent);
