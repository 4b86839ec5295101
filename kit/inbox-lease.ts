import type { Sql } from './database.ts';

/** One key of one consumer, taken by a worker: no other worker of any replica has it until the lease ends or lapses. */
export type Lease = {
  consumer: string;
  key: string;
  token: string;
  /** Beginnings without an end, this one included: more than 1 means that an earlier worker was lost. */
  starts: number;
};

/** The lease has lapsed and another worker has taken the key up: nothing of this work may be kept. */
export class LeaseLost extends Error {
  constructor({ consumer, key }: Lease) {
    super(`The lease of ${consumer} on ${key} was lost.`);
    this.name = 'LeaseLost';
  }
}

/** Where a walk over the waiting keys of each consumer goes on: the last key taken, '' for the beginning. */
export type Cursors = Map<string, string>;

/** How many keys may be taken: lapsed ones, and fresh ones, of which a lapsed one counts for `weight`. */
export type Wanted = { lapsed: number; fresh: number; weight: number };

type Taken = Lease & { fresh: boolean };

/**
 * Takes lapsed keys first, those that were begun the fewest times before the others, then keys whose oldest message is due, walking round
 * from where the last walk ended, so that no key starves. Each step of the walk is one look into the index, whatever waits behind the keys. `skip locked`: a slow worker's
 * transaction still has the key. `is false` and not `not exists`: a join would read the whole walk first.
 */
const TAKE = `
  with recursive lapsed as (
    update inbox_lease set token = gen_random_uuid(), leased_until = now() + $4 * interval '1 ms', starts = starts + 1
    where (consumer, key) in
      (select consumer, key from inbox_lease where consumer = any($1::text[]) and leased_until <= now()
        order by starts, leased_until limit $3 for update skip locked)
    returning consumer, key, token, starts
  ),
  walk as (
    select head.* from unnest($1::text[], $2::text[]) as start (consumer, key) cross join lateral (
      select consumer, key, next_at from inbox
      where consumer = start.consumer and key > start.key and done_at is null and parked_at is null
      order by consumer, key, seq limit 1) head
    union all
    select head.* from walk cross join lateral (
      select consumer, key, next_at from inbox
      where consumer = walk.consumer and key > walk.key and done_at is null and parked_at is null
      order by consumer, key, seq limit 1) head
  ),
  due as (
    select consumer, key from walk
    where next_at <= now()
      and exists (select 1 from inbox_lease where inbox_lease.consumer = walk.consumer and inbox_lease.key = walk.key) is false
    limit greatest(0, $5 - $6 * (select count(*) from lapsed))
  ),
  fresh as (
    insert into inbox_lease (consumer, key, token, leased_until)
    select consumer, key, gen_random_uuid(), now() + $4 * interval '1 ms' from due order by consumer, key
    on conflict do nothing
    returning consumer, key, token, starts
  )
  select *, false as fresh from lapsed union all select *, true as fresh from fresh order by consumer, key`;

/** Takes keys for `leaseMs` milliseconds and moves the cursors on; a walk that ends short begins again at the beginning. */
export const takeLeases = async (sql: Sql, cursors: Cursors, wanted: Wanted, leaseMs: number): Promise<Lease[]> => {
  const { lapsed, fresh, weight } = wanted;
  const taken = await sql<Taken>(TAKE, [[...cursors.keys()], [...cursors.values()], lapsed, leaseMs, fresh, weight]);
  const missing = taken.reduce((left, lease) => left - (lease.fresh ? 1 : weight), fresh);
  const wrapped = missing > 0 && [...cursors.values()].some((key) => key !== '');
  for (const lease of taken) if (lease.fresh) cursors.set(lease.consumer, lease.key);
  if (!wrapped) return taken;
  for (const consumer of cursors.keys()) cursors.set(consumer, '');
  return [...taken, ...(await takeLeases(sql, cursors, { lapsed: 0, fresh: missing, weight }, leaseMs))];
};

/** Renews a lease; in a transaction it also keeps the key from everybody until the end. Throws LeaseLost when it is another's. */
export const renewLease = async (sql: Sql, lease: Lease, leaseMs: number): Promise<void> => {
  const rows = await sql(
    `update inbox_lease set leased_until = now() + $4 * interval '1 ms' where consumer = $1 and key = $2 and token = $3 returning 1`,
    [lease.consumer, lease.key, lease.token, leaseMs],
  );
  if (rows.length === 0) throw new LeaseLost(lease);
};

/** Ends leases with their work, of which this is the first or last statement. Resolves with those that were still held; the others are lost. */
export const endLeases = async (sql: Sql, leases: readonly Lease[]): Promise<Lease[]> => {
  const rows = await sql<{ token: string }>(
    `delete from inbox_lease using unnest($1::text[], $2::text[], $3::uuid[]) as mine (consumer, key, token)
     where inbox_lease.consumer = mine.consumer and inbox_lease.key = mine.key and inbox_lease.token = mine.token
     returning inbox_lease.token`,
    [leases.map(({ consumer }) => consumer), leases.map(({ key }) => key), leases.map(({ token }) => token)],
  );
  const ended = new Set(rows.map(({ token }) => token));
  return leases.filter(({ token }) => ended.has(token));
};

/** Ends a lease after its work. Throws LeaseLost when it is another's. */
export const endLease = async (sql: Sql, lease: Lease): Promise<void> => {
  if ((await endLeases(sql, [lease])).length === 0) throw new LeaseLost(lease);
};

/** Gives a key back without having worked on it: as if it had not been taken. */
export const releaseLease = async (sql: Sql, { consumer, key, token, starts }: Lease): Promise<void> => {
  await (starts === 1
    ? sql('delete from inbox_lease where consumer = $1 and key = $2 and token = $3', [consumer, key, token])
    : sql(
        `update inbox_lease set starts = starts - 1, leased_until = now(), token = gen_random_uuid()
         where consumer = $1 and key = $2 and token = $3`,
        [consumer, key, token],
      ));
};
