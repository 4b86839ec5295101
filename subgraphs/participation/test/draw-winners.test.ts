import { createHash, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { fastify } from 'fastify';
import { checkDraw } from '../check-draw.ts';
import { phoneOf, startParticipation } from './participation-service.ts';

let madang: Awaited<ReturnType<typeof startParticipation>>;
const app = fastify();
beforeAll(async () => {
  madang = await startParticipation();
  madang.service.routes(app);
});
afterAll(async () => {
  await app.close();
  await madang.close();
});

const codeOf = ({ errors }: { errors?: readonly { extensions: Record<string, unknown> }[] }): unknown => errors?.[0]?.extensions.code;

const eventWith = async (participants: number, visitors = 0) => {
  const event = await madang.event();
  for (let n = 0; n < participants; n++)
    await madang.enter(event.eventId, { phone: phoneOf(n), name: `김철${n}`, storeVisit: n < visitors });
  return event;
};

describe('the draw of an event', () => {
  it('can be recomputed by anyone from the published entries, and its commitment was public from the start', async () => {
    const { eventId, ownerId } = await eventWith(12, 4);
    const before = (await madang.see(eventId)).event;
    expect(before.draw).toBeNull();
    expect(await app.inject(`/draws/${eventId}/entries`)).toMatchObject({ statusCode: 404 });
    const { data } = await madang.draw(eventId, 3, ownerId, true);
    const draw = data?.drawWinners;
    expect(draw).toMatchObject({ algorithm: 'madang-draw-v1', count: 3, entries: `/draws/${eventId}/entries` });
    expect(draw.commitment).toBe(before.drawCommitment);
    expect(createHash('sha256').update(draw.seed).digest('hex')).toBe(before.drawCommitment);
    const entries = await app.inject(draw.entries);
    expect(entries.headers['content-type']).toBe('text/plain; charset=utf-8');
    expect(entries.body.split('\n').slice(0, 5)).toEqual(['1 2', '2 2', '3 2', '4 2', '5 1']);
    expect(checkDraw(draw, entries.body, before.drawCommitment)).toEqual([]);
  });

  it('is one an event: PART_003 for a second one, and for entries after it', async () => {
    const { eventId, ownerId } = await eventWith(3);
    const answers = await Promise.all(Array.from({ length: 5 }, () => madang.draw(eventId, 1, ownerId)));
    expect(answers.filter(({ data }) => data?.drawWinners)).toHaveLength(1);
    expect(answers.map(codeOf).filter((code) => code === 'PART_003')).toHaveLength(4);
    expect(codeOf(await madang.enter(eventId, { phone: phoneOf(99) }))).toBe('PART_003');
    expect((await madang.see(eventId)).event.participantCount).toBe(3);
  });

  it('draws from every entry that was accepted, also when it races the last ones', async () => {
    const { eventId, ownerId } = await eventWith(2);
    const entering = Array.from({ length: 30 }, (_, n) => madang.enter(eventId, { phone: phoneOf(100 + n) }));
    const [drawn, ...answers] = await Promise.all([madang.draw(eventId, 2, ownerId), ...entering]);
    const accepted = answers.filter(({ data }) => data?.participate).length + 2;
    expect(answers.map(codeOf).filter((code) => code === 'PART_003')).toHaveLength(32 - accepted);
    const { body } = await app.inject(drawn?.data?.drawWinners.entries);
    expect(body.trimEnd().split('\n')).toHaveLength(accepted);
    expect(checkDraw(drawn?.data?.drawWinners, body)).toEqual([]);
  });

  it('of a big event is made page by page and lets others in meanwhile: who enters then is drawn from, too', async () => {
    const { eventId, ownerId } = await eventWith(0);
    await madang.context.database.sql(
      `insert into participants (id, event_id, entry_number, name, channel, store_visit, registered_at, consent_version, personal_info_consent_at)
       select gen_random_uuid(), $1::uuid, n, 'n', 'SNS', n % 3 = 0, now(), '1', now() from generate_series(1, 9000) n`,
      [eventId],
    );
    await madang.context.database.sql('update events set participant_count = 9000 where id = $1::uuid', [eventId]);
    const { database } = madang.context;
    const { sql } = database;
    const pages: number[] = [];
    const entering = async (...asked: Parameters<typeof sql>) => {
      const rows = await sql(...asked);
      if (!asked[0].includes('"storeVisit"')) return rows;
      pages.push(rows.length);
      if (pages.length === 2) expect((await madang.enter(eventId, { phone: phoneOf(1) })).data?.participate.entryNumber).toBe(9_001);
      return rows;
    };
    Object.assign(database, { sql: entering });
    const { data } = await madang.draw(eventId, 5, ownerId, true);
    Object.assign(database, { sql });
    expect(pages.length).toBeGreaterThan(4);
    expect(Math.max(...pages)).toBeLessThanOrEqual(500);
    const { body } = await app.inject(data?.drawWinners.entries);
    expect(body.trimEnd().split('\n')).toHaveLength(9_001);
    expect(checkDraw(data?.drawWinners, body)).toEqual([]);
  });

  it('refuses more winners than took part (PART_004) and fewer than one, and stays possible', async () => {
    const { eventId, ownerId } = await eventWith(2);
    expect(codeOf(await madang.draw(eventId, 3, ownerId))).toBe('PART_004');
    expect((await madang.draw(eventId, 0, ownerId)).errors?.[0]?.extensions).toEqual({ code: 'BAD_USER_INPUT', field: 'count' });
    expect(codeOf(await madang.draw(eventId, -1, ownerId))).toBe('BAD_USER_INPUT');
    expect((await madang.draw(eventId, 2, ownerId)).data?.drawWinners.winners).toHaveLength(2);
  });

  it('is its owner’s alone', async () => {
    const { eventId, ownerId } = await eventWith(1);
    expect(codeOf(await madang.draw(eventId, 1, null))).toBe('UNAUTHENTICATED');
    expect(codeOf(await madang.draw(eventId, 1, randomUUID()))).toBe('FORBIDDEN');
    expect(codeOf(await madang.draw(randomUUID(), 1, ownerId))).toBe('EVENT_001');
    expect(codeOf(await madang.draw('x', 1, ownerId))).toBe('EVENT_001');
    expect((await madang.see(eventId)).event.draw).toBeNull();
  });

  it('shows winners to everybody, with names and phone numbers masked for all but the owner', async () => {
    const event = await madang.event();
    await madang.enter(event.eventId, { name: '김철수', phone: '01012345678' });
    const { data } = await madang.draw(event.eventId, 1, event.ownerId);
    expect(data?.drawWinners.winners[0]).toMatchObject({ name: '김철수', phone: '01012345678', entryNumber: 1, winner: true });
    const masked = [{ name: '김*수', phone: '010-****-5678', entryNumber: 1 }];
    expect((await madang.see(event.eventId)).event.draw.winners).toEqual(masked);
    expect((await madang.see(event.eventId, randomUUID())).event.draw.winners).toEqual(masked);
    expect((await madang.see(event.eventId, event.ownerId)).event.draw.winners[0].name).toBe('김철수');
    const { data: found } = await madang.ask(
      'query ($of: [_Any!]!) { _entities(representations: $of) { ... on Participant { name phone winner } } }',
      { of: [{ __typename: 'Participant', id: data?.drawWinners.winners[0].id }] },
    );
    expect(found?._entities[0]).toEqual({ name: '김*수', phone: '010-****-5678', winner: true });
  });
});
