import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { pino } from 'pino';
import { createKafkaJsDriver } from '#kit/bus/kafkajs.ts';
import { createCleanupStack } from '#kit/testing/cleanup-stack.ts';
import { describeOn } from '#kit/testing/describe-on.ts';
import { eventually } from '#kit/testing/eventually.ts';
import { startTestKafka, type TestKafka } from '#kit/testing/test-kafka.ts';
import { startTestRedis } from '#kit/testing/test-redis.ts';
import { type Madang, startMadang } from '../madang.ts';
import { participation, publishedEvent, signUp } from '../owner.ts';

const ROOT = new URL('../..', import.meta.url).pathname;

/** What `scripts/make-secrets.ts` makes, as a process gets it. */
const makeSecrets = async (): Promise<Record<string, string>> => {
  const folder = await mkdtemp(path.join(tmpdir(), 'madang-secrets-'));
  const env = { PATH: process.env.PATH, DATABASE_URL: 'postgres://db/madang', REDIS_URL: 'redis://cache' };
  await promisify(execFile)(process.execPath, ['scripts/make-secrets.ts', 'prod', '--generate', '--into', folder], { cwd: ROOT, env });
  const files = (await readdir(folder)).filter((name) => name.endsWith('.env'));
  const lines = (await Promise.all(files.map((name) => readFile(path.join(folder, name), 'utf8')))).join('\n').split('\n').filter(Boolean);
  await rm(folder, { recursive: true });
  const secrets = Object.fromEntries(lines.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]));
  const { DATABASE_URL: _, REDIS_URL: __, ...made } = secrets;
  return made;
};

describe('With NODE_ENV=production', () => {
  it('it does not start without Redis, Kafka and secrets, and names all of them at once', async () => {
    const begun = performance.now();
    const starting = startMadang('all in one', { NODE_ENV: 'production' });
    const message = await starting.then(
      () => '',
      (error: Error) => error.message,
    );
    for (const name of ['REDIS_URL', 'KAFKA_BROKERS', 'GATEWAY_SECRET', 'ENCRYPTION_KEYS', 'HASH_KEY', 'SIGNING_KEYS'])
      expect(message).toMatch(new RegExp(`${name}: is required`));
    expect(performance.now() - begun).toBeLessThan(30_000);
  }, 60_000);
});

describeOn('Kafka', 'Redis')('With NODE_ENV=production on PostgreSQL, Redis and Kafka', () => {
  const cleanups = createCleanupStack();
  let madang: Madang;
  let kafka: TestKafka;

  beforeAll(async () => {
    const redis = await startTestRedis();
    cleanups.add(redis.stop);
    kafka = await startTestKafka();
    cleanups.add(kafka.stop);
    const environment = { NODE_ENV: 'production', REDIS_URL: redis.url, KAFKA_BROKERS: kafka.brokers, KAFKA_PARTITIONS: '2' };
    madang = await startMadang('all in one', { ...environment, ...(await makeSecrets()) });
    cleanups.add(madang.stop);
  }, 240_000);
  afterAll(cleanups.run, 60_000);

  const dlq = async (...args: string[]): Promise<string> => {
    const env = { PATH: process.env.PATH, NODE_ENV: 'production', DATABASE_URL: madang.databaseUrl, KAFKA_BROKERS: kafka.brokers };
    return (await promisify(execFile)(process.execPath, ['scripts/dlq.ts', ...args], { cwd: ROOT, env })).stdout;
  };

  it('an owner publishes an event, customers take part, and the dashboard counts them', async () => {
    const owner = await signUp(madang.client);
    const event = await publishedEvent(owner);
    for (let n = 0; n < 3; n++) await madang.client.ask('participate', { input: participation(event.id) });
    const board = owner.client.live('event-dashboard', { eventId: event.id });
    expect((await board.until(({ participants }) => participants === 3)).participants).toBe(3);
    await board.stop();
  }, 120_000);

  it('it answers known documents only, and explains no schema', async () => {
    const { errors } = await madang.client.askRaw('{ __schema { types { name } } }');
    expect(errors?.[0]?.extensions?.code).toBeDefined();
  });

  it('npm run dlq lists, shows and replays what Kafka brought and nobody could take: by id, topic and age', async () => {
    const settings = { brokers: [kafka.brokers], tls: false, sasl: null, partitions: 2, replication: -1 };
    const driver = createKafkaJsDriver(settings, pino({ level: 'silent' }));
    cleanups.add(driver.close);
    const [key, id] = [randomUUID(), randomUUID()];
    const headers = { ce_id: id, ce_type: 'event.ended', ce_source: '/madang/event', ce_time: new Date().toISOString() };
    await driver.send([{ topic: 'event.ended', records: [{ key, value: '{"eventId":"odd"}', headers }] }]);
    const letters = async (...filter: string[]): Promise<string[][]> =>
      (await dlq('list', ...filter))
        .trim()
        .split('\n')
        .filter(Boolean)
        .map((line) => line.split('  '));
    const parkedBy = (consumers: number) =>
      eventually(async () => expect(await letters('--topic', 'event.ended')).toHaveLength(consumers), { within: 30_000 });
    await parkedBy(3);
    const [first] = await letters();
    const [number = ''] = first ?? [];
    expect(JSON.parse(await dlq('show', number))).toMatchObject({ id: number, messageId: id, key, data: { eventId: 'odd' } });
    expect(await letters('--older-than', '1h')).toEqual([]);
    expect(await dlq('replay', '--older-than', '1h')).toBe('0 dead letters will be handled again.\n');
    expect(await dlq('replay', number)).toBe('1 dead letters will be handled again.\n');
    await parkedBy(3);
    expect(await dlq('replay', '--topic', 'event.ended')).toBe('3 dead letters will be handled again.\n');
    await parkedBy(3);
    expect(await letters('--topic', 'event.created')).toEqual([]);
  }, 120_000);
});
