import pg from 'pg';
import { pino } from 'pino';
import { readDocuments } from '#kit/store/document.ts';
import { createRedisStore } from '#kit/store/redis.ts';
import { services } from '#schema/services.ts';
import { type Job, JobDocument, jobAt } from '#schema/store/job.ts';
import { type LogRecord, readLog } from './echo.ts';

/** A message in its publisher's outbox; `row` is the order of commit within a key. */
export type OutboxRow = {
  service: string;
  row: number;
  id: string;
  type: string;
  key: string;
  published: boolean;
  entryNumber: number | null;
  /** The job or the session that it is about. */
  about: string | null;
};

/** A message in a consumer's inbox; `seq` is the order it came in. */
export type InboxRow = {
  service: string;
  consumer: string;
  seq: number;
  id: string;
  type: string;
  key: string;
  /** Milliseconds since 1970; null while it waits. */
  doneAt: number | null;
  parked: boolean;
};

/** What `distribution.completed` said of a channel. */
export type Completion = { eventId: string; channel: string; status: string; expectedViews: number; cost: string };

/** What is stored when a run is over. */
export type FinalState = {
  accounts: { id: string; email: string }[];
  /** Published events. */
  published: { id: string }[];
  /** Those that participation knows. */
  events: { id: string; participantCount: number }[];
  participants: { id: string; eventId: string; name: string; entryNumber: number }[];
  draws: { id: string; eventId: string; winners: number }[];
  statistics: { eventId: string; participants: number; registrations: number }[];
  channels: { eventId: string; channel: string; status: string; expectedViews: number; cost: string }[];
  /** In the order of commit. */
  completions: Completion[];
  /** The newest of each channel that was measured. */
  measurements: { eventId: string; channel: string; impressions: number; cost: string }[];
  /** By the job that made them; each was asked for one. */
  images: { jobId: string; images: number }[];
  /** Those that a message is about, as their owners are told of them. */
  jobs: Pick<Job, 'id' | 'status'>[];
  outbox: OutboxRow[];
  inbox: InboxRow[];
  log: LogRecord[];
};

const delivering = Object.keys(services).filter((name) => name !== 'gateway');

const QUERIES = {
  accounts: 'select id, email from "user".users',
  published: 'select id from event.events',
  events: 'select id, participant_count as "participantCount" from participation.events',
  participants: 'select id, event_id as "eventId", name, entry_number as "entryNumber" from participation.participants',
  draws: `select d.id, d.event_id as "eventId", count(p.id)::int as winners
    from participation.draws d left join participation.participants p on p.event_id = d.event_id and p.winner_rank is not null group by d.id`,
  statistics: `select s.event_id as "eventId", s.participants, count(r.entry_number)::int as registrations
    from analytics.event_statistics s left join analytics.registrations r using (event_id) group by s.event_id`,
  channels: `select event_id as "eventId", channel, status, expected_views as "expectedViews", cost::text
    from distribution.channel_distributions`,
  completions: `select "key" as "eventId", data->>'channel' as channel, data->>'status' as status,
    (data->>'expectedViews')::int as "expectedViews", data->>'cost' as cost
    from distribution.outbox where type = 'distribution.completed' order by id`,
  measurements: `select distinct on ("key", data->>'channel') "key" as "eventId", data->>'channel' as channel,
    (data->>'impressions')::int as impressions, data->>'cost' as cost
    from distribution.outbox where type = 'channel.measured'
    order by "key", data->>'channel', (data->>'measuredAt')::timestamptz desc`,
  images: 'select job_id as "jobId", count(*)::int as images from content.images group by job_id',
} as const;

const outboxOf = (service: string): string => `select '${service}' as service, id::int as row, message_id as id, type, "key",
  published_at is not null as published, (data->>'entryNumber')::int as "entryNumber",
  coalesce(data->>'jobId', data->>'sessionId') as about from "${service}".outbox order by id`;

const inboxOf = (service: string): string => `select '${service}' as service, consumer, seq::int, message_id as id, type, "key",
  (extract(epoch from done_at) * 1000)::float8 as "doneAt", parked_at is not null as parked from "${service}".inbox order by seq`;

/** Where it is read. */
type Places = Record<'DATABASE_URL' | 'REDIS_URL' | 'KAFKA_BROKERS', string>;

/** Asks a database over one connection. */
const asking = async <Result>(url: string, ask: (client: pg.Client) => Promise<Result>): Promise<Result> => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await ask(client);
  } finally {
    await client.end();
  }
};

/** Reads everything that the checks compare, from PostgreSQL, Redis and Kafka. */
export const readFinalState = ({ DATABASE_URL, REDIS_URL, KAFKA_BROKERS }: Places): Promise<FinalState> =>
  asking(DATABASE_URL, async (client) => {
    const rows = async (text: string) => (await client.query(text)).rows;
    const state: Record<string, unknown> = { outbox: [], inbox: [] };
    for (const [name, text] of Object.entries(QUERIES)) state[name] = await rows(text);
    for (const service of delivering) {
      (state.outbox as OutboxRow[]).push(...(await rows(outboxOf(service))));
      (state.inbox as InboxRow[]).push(...(await rows(inboxOf(service))));
    }
    const jobs = await readJobs(REDIS_URL, state.outbox as OutboxRow[]);
    return { ...state, jobs, log: await readLog(KAFKA_BROKERS) } as FinalState;
  });

/** How many messages were committed so far. */
export const readCommitted = (databaseUrl: string): Promise<number> =>
  asking(databaseUrl, async (client) => {
    const counts = delivering.map((service) => `(select count(*) from "${service}".outbox)`);
    const { rows } = await client.query<{ committed: string }>(`select ${counts.join(' + ')} as committed`);
    return Number(rows[0]?.committed);
  });

const JOB_TYPES = new Set(['ai-event-generation', 'image-generation']);

const readJobs = async (url: string, outbox: readonly OutboxRow[]): Promise<FinalState['jobs']> => {
  const store = createRedisStore({ url, log: pino({ level: 'silent' }) });
  try {
    const ids = new Set(outbox.flatMap(({ type, about }) => (JOB_TYPES.has(type) && about !== null ? [about] : [])));
    const jobs = (await readDocuments(store, JobDocument, [...ids])).filter((job) => job !== null);
    return jobs.map((job) => jobAt(job, new Date())).map(({ id, status }) => ({ id, status }));
  } finally {
    await store.close();
  }
};

/** Messages that wait somewhere, and channels that are still to be sent to, by place. */
export const readWaiting = (databaseUrl: string): Promise<Map<string, number>> =>
  asking(databaseUrl, async (client) => {
    const parts = delivering.flatMap((service) => [
      `select '${service} outbox' as place, count(*)::int as waiting from "${service}".outbox where published_at is null`,
      `select '${service} inbox', count(*)::int from "${service}".inbox where done_at is null and parked_at is null`,
    ]);
    parts.push(`select 'list of channels to send to', count(*)::int from distribution.channel_distributions where due_at is not null`);
    const { rows } = await client.query<{ place: string; waiting: number }>(parts.join(' union all '));
    return new Map(rows.filter(({ waiting }) => waiting > 0).map(({ place, waiting }) => [place, waiting]));
  });
