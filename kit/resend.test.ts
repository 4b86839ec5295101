import { expect, it } from '@jest/globals';
import pg from 'pg';
import type { Sql } from './database.ts';
import { resend } from './resend.ts';
import { setUpDelivery } from './testing/delivery-set-up.ts';

const { cleanups, url, service } = setUpDelivery();

const OUTBOX = `insert into outbox (message_id, type, source, time, key, data, created_at, published_at)
  select gen_random_uuid(), $1, '/madang/test', now(), 'k', '{}', at, at from (select now() - $2::interval as at) moment`;
const INBOX = `insert into inbox (consumer, message_id, type, source, time, key, data, received_at, done_at)
  select 'effects', gen_random_uuid(), $1, '/madang/test', now(), 'k', '{}', at, case when $3 then at end from (select now() - $2::interval as at) moment`;

it('a restored database sends again what Kafka may have held at its backup, however old that is, and its inboxes do not forget that they had it', async () => {
  const [publisher, reader] = [await service('publisher'), await service('reader')];
  for (const [type, age] of [
    ['before', '27 days 13 hours'],
    ['within', '27 days 11 hours'],
    ['just before', '20 days 1 second'],
  ])
    await publisher.database.sql(OUTBOX, [type, age]);
  await reader.database.sql(INBOX, ['done', '26 days', true]);
  await reader.database.sql(INBOX, ['waits', '20 days', false]);
  const client = new pg.Client({ connectionString: url() });
  await client.connect();
  cleanups.add(() => client.end());
  const sql: Sql = async (statement, parameters = []) => (await client.query(statement, [...parameters])).rows;
  expect(await resend(sql)).toBe(2);
  const unsent = await publisher.database.sql('select type from outbox where published_at is null order by id');
  expect(unsent).toEqual([{ type: 'within' }, { type: 'just before' }]);
  const fresh = `select type, done_at > now() - interval '1 minute' as fresh from inbox order by seq`;
  expect(await reader.database.sql(fresh)).toEqual([
    { type: 'done', fresh: true },
    { type: 'waits', fresh: null },
  ]);
});
