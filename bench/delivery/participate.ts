import { randomUUID } from 'node:crypto';
import { pino } from 'pino';
import { type Database, openDatabase } from '#kit/database.ts';
import { createMetrics } from '#kit/metrics.ts';
import { ParticipantRegistered } from '#schema/events/participation.ts';
import { readConfig as readParticipationConfig } from '#subgraphs/participation/config.ts';
import { type Asking, createContext } from '#subgraphs/participation/context.ts';
import { service } from '#subgraphs/participation/main.ts';
import { participate } from '#subgraphs/participation/participate.ts';
import { lastFourHash, phoneHash, sealPhone } from '#subgraphs/participation/phone.ts';
import { newSealedSeed } from '#subgraphs/participation/seed.ts';
import { inPlaces, rate, type Workbench } from './workbench.ts';

type Input = Parameters<typeof participate>[1]['input'];

export type Register = (ctx: Asking, input: Input) => Promise<unknown>;

/** Ours: `Mutation.participate`'s own function. */
export const ours: Register = (ctx, input) => participate(ctx, { input });

/** The way it is written first: lock the event's row, look, insert, count, publish. */
export const selectForUpdate: Register = (ctx, { eventId, name, phone, channel }) =>
  ctx.transaction(async ({ sql, publish }) => {
    const [event] = await sql<{ participant_count: number; ends_at: string }>('select * from events where id = $1 for update', [eventId]);
    if (!event || new Date(event.ends_at) < ctx.now()) throw new Error('The event is closed.');
    const hash = phoneHash(ctx.config.HASH_KEY, eventId, phone);
    const found = await sql('select 1 from participants where event_id = $1 and phone_hash = $2', [eventId, hash]);
    if (found.length > 0) throw new Error('The phone takes part.');
    const [id, now, entryNumber] = [ctx.newId(), ctx.now(), event.participant_count + 1];
    await sql(
      `insert into participants (id, event_id, entry_number, name, sealed_phone, phone_hash, last_four_hash, channel, store_visit,
         registered_at, consent_version, personal_info_consent_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, false, $9, '1', $9)`,
      [
        id,
        eventId,
        entryNumber,
        name,
        sealPhone(ctx.encryption, phone),
        hash,
        lastFourHash(ctx.config.HASH_KEY, eventId, phone),
        channel,
        now,
      ],
    );
    await sql('update events set participant_count = $2, version = version + 1 where id = $1', [eventId, entryNumber]);
    publish(ParticipantRegistered, {
      eventId,
      participantId: id,
      entryNumber,
      channel,
      storeVisit: false,
      registeredAt: now.toISOString(),
    });
  });

export type Load = { count: number; events: number; atOnce: number };

/** Registrations a second, by turns over the events. Throws when an entry number is missing or double. */
export const registrationRate = async (workbench: Workbench, register: Register, { count, events, atOnce }: Load): Promise<number> => {
  const { ctx, close } = await openParticipation(workbench);
  const ids = Array.from({ length: events }, () => randomUUID());
  for (const id of ids) await createEvent(ctx, id);
  const inputs = Array.from(
    { length: count },
    (_, index): Input => ({
      eventId: ids[index % events] as string,
      name: '김마당',
      phone: `010${String(index).padStart(8, '0')}`,
      channel: 'SNS',
      storeVisit: false,
      consentPersonalInfo: true,
    }),
  );
  const measured = await rate(count, () => inPlaces(atOnce, inputs, async (input) => void (await register(ctx, input))));
  await check(ctx.database, count);
  await close();
  return measured;
};

const openParticipation = async (workbench: Workbench): Promise<{ ctx: Asking; close: () => Promise<void> }> => {
  const { entities, migrations, name } = service;
  const url = await workbench.database();
  const database = await openDatabase({ url, schema: name, entities, migrations, ring: () => {}, onError: () => {} });
  await database.migrate();
  const config = readParticipationConfig({ NODE_ENV: 'test', DATA_DIR: workbench.dataDir });
  const log = pino({ level: 'silent' });
  const unused = {} as Pick<Asking, 'store' | 'doorbell' | 'live'>;
  const ctx = createContext({
    ...{
      name,
      config,
      log,
      database,
      metrics: createMetrics(),
      now: () => new Date(),
      newId: randomUUID,
      transaction: database.transaction,
    },
    ...{ store: unused.store, doorbell: unused.doorbell, live: unused.live, onClose: () => {} },
  });
  return { ctx: { ...ctx, identity: null, tokenRefused: null, clientAddress: null, language: 'en' as const }, close: database.close };
};

const createEvent = async (ctx: Asking, id: string): Promise<void> => {
  const { sealedSeed, commitment } = newSealedSeed(ctx);
  await ctx.database.sql(
    `insert into events (id, owner_id, channels, starts_at, ends_at, sealed_seed, commitment)
     values ($1, $1, '{SNS}', now() - interval '1 hour', now() + interval '1 day', $2, $3)`,
    [id, sealedSeed, commitment],
  );
};

const check = async ({ sql }: Database, count: number): Promise<void> => {
  const [row] = await sql<{ entries: string; gaps: string; messages: string }>(
    `select count(*) as entries, (select count(*) from outbox) as messages,
       (select count(*) from (select max(entry_number) - count(*) as gap from participants group by event_id) g where gap <> 0) as gaps
     from participants`,
  );
  if (Number(row?.entries) !== count || Number(row?.messages) !== count || row?.gaps !== '0')
    throw new Error(`Wrong: ${JSON.stringify(row)}`);
};
