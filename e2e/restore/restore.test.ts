import { afterAll, beforeAll, expect, it } from '@jest/globals';
import pg from 'pg';
import { createCleanupStack } from '#kit/testing/cleanup-stack.ts';
import { describeOn } from '#kit/testing/describe-on.ts';
import { eventually } from '#kit/testing/eventually.ts';
import { startTestKafka } from '#kit/testing/test-kafka.ts';
import { startTestRedis } from '#kit/testing/test-redis.ts';
import { eventCatalogue } from '#schema/events/catalogue.ts';
import type { Data } from '../client.ts';
import { type Madang, type ProcessName, startMadang } from '../madang.ts';
import { completeDraft, type Owner, participation, publishedEvent, signUp } from '../owner.ts';
import { commandsWith, createOperator, type Operator } from './guide.ts';

const words = (text: string): string[] => text.trim().split(/\s+/);

describeOn(
  'Kafka',
  'Redis',
  'pg_dump',
)('A backup that is restored as the operating guide says', () => {
  const cleanups = createCleanupStack();
  let madang: Madang;
  let operator: Operator;
  let owner: Owner;
  let event: Data;

  beforeAll(async () => {
    const [redis, kafka] = await Promise.all([startTestRedis(), startTestKafka()]);
    cleanups.add(redis.stop);
    cleanups.add(kafka.stop);
    madang = await startMadang('one service each', { REDIS_URL: redis.url, KAFKA_BROKERS: kafka.brokers, KAFKA_PARTITIONS: '2' });
    cleanups.add(madang.stop);
    operator = createOperator({ DATABASE_URL: madang.databaseUrl, KAFKA_BROKERS: kafka.brokers });
    cleanups.add(operator.leave);
    owner = await signUp(madang.client);
    event = await publishedEvent(owner);
  }, 240_000);
  afterAll(cleanups.run, 60_000);

  /** Resolves with the entry numbers. */
  const enter = async (count: number, channel: string, eventId = event.id): Promise<number[]> => {
    const input = () => participation(eventId, { channel });
    const entries = await Promise.all(Array.from({ length: count }, () => madang.client.ask('participate', { input: input() })));
    return entries.map(({ participate }) => participate.entryNumber as number).toSorted((a, b) => a - b);
  };
  /** Who took part by channel, as soon as the dashboard shows so many. */
  const dashboard = async (participants: number): Promise<Record<string, number>> => {
    const board = owner.client.live('event-dashboard', { eventId: event.id });
    const { channels } = await board.until((shown) => shown.participants === participants, 60_000);
    await board.stop();
    return Object.fromEntries(channels.map(({ channel, participants: count }: Data) => [channel, count]));
  };
  const query = async <Row extends object>(database: string, ...statements: string[]): Promise<Row[]> => {
    const client = new pg.Client({ connectionString: database });
    await client.connect();
    const results: pg.QueryResult<Row>[] = [];
    for (const statement of statements) results.push(await client.query(statement));
    await client.end();
    return results.flatMap(({ rows }) => rows);
  };
  const destroy = (): Promise<object[]> => {
    const name = new URL(madang.databaseUrl).pathname.slice(1);
    return query(process.env.TEST_DATABASE_URL ?? '', `drop database "${name}" with (force)`, `create database "${name}"`);
  };

  it('loses nothing of its moment and keeps nothing of later: entries, figures and new events go on from there', async () => {
    expect(await enter(20, 'SNS')).toHaveLength(20);
    await dashboard(20);
    await madang.terminate('analytics');
    await enter(3, 'SNS');
    const unsent = 'select 1 from participation.outbox where published_at is null';
    await eventually(async () => expect(await query(madang.databaseUrl, unsent)).toEqual([]));
    await operator.run(commandsWith('pg_dump'));

    await madang.start('analytics');
    await enter(4, 'GENIE_TV');
    expect(await dashboard(27)).toMatchObject({ SNS: 23, GENIE_TV: 4 });
    const draftId = await completeDraft(owner);
    await owner.client.ask('publish-event', { draftId });

    const [, , , ...stopped] = words(commandsWith('docker compose stop'));
    expect(stopped.toSorted()).toEqual(madang.names.toSorted());
    await Promise.all(stopped.map((name) => madang.terminate(name as ProcessName)));
    await destroy();
    await operator.run(commandsWith('pg_restore'));
    expect(await operator.run(commandsWith('npm run resend'))).toMatch(/\d+ messages will be sent again/);
    await Promise.all(madang.names.map(madang.start));

    expect(await dashboard(23)).toMatchObject({ SNS: 23, GENIE_TV: 0 });
    expect(await enter(5, 'SNS')).toEqual([24, 25, 26, 27, 28]);
    expect(await dashboard(28)).toMatchObject({ SNS: 28, GENIE_TV: 0 });
    expect((await owner.client.ask('event-page', { id: event.id })).event.participantCount).toBe(28);
    await expect(owner.client.ask('event-page', { id: draftId })).rejects.toMatchObject({ code: 'EVENT_001' });
    expect((await owner.client.ask('publish-event', { draftId })).publishEvent.id).toBe(draftId);
    await eventually(async () => expect(await enter(1, 'SNS', draftId)).toEqual([1]), { within: 30_000 });
    expect(await operator.run('npm run rebuild analytics')).toContain(
      '2 events were made anew, 0 of them with other figures; 0 older ones',
    );
    expect(await operator.run('npm run dlq -- list')).toContain('There are no dead letters.');
  }, 400_000);

  it('deletes the topics that there are', () => {
    const [, topics = ''] = /\{TOPIC_PREFIX:-\}\((.*)\)"/.exec(commandsWith('kafka-topics.sh')) ?? [];
    expect(topics.split('|').toSorted()).toEqual(eventCatalogue.map(({ type }) => type).toSorted());
  });
});
