import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { fastify } from 'fastify';
import { EVENT, startParticipation } from './participation-service.ts';

type Page = { edges: { node: { phone: string } }[]; pageInfo: { hasNextPage: boolean } };

let madang: Awaited<ReturnType<typeof startParticipation>>;
let event: { eventId: string; ownerId: string };
const app = fastify();

const customers = [
  { name: '김철수', phone: '01012345678', channel: 'SNS', storeVisit: true },
  { name: '이영희'.normalize('NFD'), phone: '01055556789', channel: 'URIDONGNE_TV' },
  { name: '김영수', phone: '0311235678', channel: 'SNS' },
  { name: '=HYPERLINK("http://x")', phone: '01000000000', channel: 'SNS', consentMarketing: true },
  { name: '100%_할인', phone: '01000000001', channel: 'URIDONGNE_TV', storeVisit: true },
];

beforeAll(async () => {
  madang = await startParticipation();
  madang.service.routes(app);
  event = await madang.event();
  for (const customer of customers) await madang.enter(event.eventId, customer);
});
afterAll(async () => {
  await app.close();
  await madang.close();
});

const found = async (filters: Record<string, unknown>): Promise<number[]> => {
  const { event: seen } = await madang.see(event.eventId, event.ownerId, filters);
  return seen.participants.edges.map(({ node }: { node: { entryNumber: number } }) => node.entryNumber);
};

describe('the owner’s list of participants', () => {
  it.each([
    ['a part of a name', '영', [2, 3]],
    ['a name in decomposed form', '김'.normalize('NFD'), [1, 3]],
    ['a whole phone number', '01012345678', [1]],
    ['a phone number with dashes', '010-5555-6789', [2]],
    ['a phone number as it is dialled from abroad', '+82 10-5555-6789', [2]],
    ['its last four digits', '5678', [1, 3]],
    ['characters that mean something to SQL', '0%_', [5]],
    ['nothing', ' ', [1, 2, 3, 4, 5]],
    ['somebody else', '박', []],
  ])('is searched by %s', async (_, search, entryNumbers) => expect(await found({ search })).toEqual(entryNumbers));

  it('is filtered by channel, visit and winner', async () => {
    expect(await found({ channel: 'URIDONGNE_TV' })).toEqual([2, 5]);
    expect(await found({ storeVisit: true, channel: 'SNS' })).toEqual([1]);
    expect(await found({ storeVisit: false })).toEqual([2, 3, 4]);
    expect(await found({ winner: true })).toEqual([]);
    expect(await found({ winner: false, search: '김' })).toEqual([1, 3]);
  });

  it('is read for thirty events of a list in one query, each with a page of its own', async () => {
    const { ownerId } = event;
    const others = await Promise.all(Array.from({ length: 29 }, () => madang.event({ ownerId })));
    await Promise.all(others.map(({ eventId }) => madang.enter(eventId, { phone: '01099995678' })));
    const representations = [event, ...others].map(({ eventId }) => ({ __typename: 'Event', id: eventId }));
    const { context } = madang;
    const statements: string[] = [];
    const { sql, em } = context.database;
    Object.assign(context.database, {
      sql: (...asked: Parameters<typeof sql>) => {
        statements.push(asked[0]);
        return sql(...asked);
      },
      em: () => {
        const manager = em();
        const find = manager.find.bind(manager);
        return Object.assign(manager, {
          find: (...asked: Parameters<typeof find>) => {
            statements.push('find');
            return find(...asked);
          },
        });
      },
    });
    const { data } = await madang.ask(EVENT, { event: representations, first: 1, search: '5678' }, ownerId);
    Object.assign(context.database, { sql, em });
    expect(statements.filter((statement) => statement.includes('participants'))).toHaveLength(1);
    expect(statements.length).toBeLessThan(6);
    const pages = data?._entities.map(({ participants }: { participants: Page }) => participants);
    expect(pages.map(({ edges }: Page) => edges.map(({ node }) => node.phone))).toEqual([
      ['01012345678'],
      ...Array(29).fill(['01099995678']),
    ]);
    expect(pages.map(({ pageInfo }: Page) => pageInfo.hasNextPage)).toEqual([true, ...Array(29).fill(false)]);
  });

  it('comes in pages', async () => {
    const { event: page } = await madang.see(event.eventId, event.ownerId, { first: 2 });
    expect(page.participants.pageInfo).toEqual({ hasNextPage: true, hasPreviousPage: false, startCursor: '1', endCursor: '2' });
    const { event: last } = await madang.see(event.eventId, event.ownerId, { first: 3, after: page.participants.pageInfo.endCursor });
    expect(last.participants.pageInfo).toEqual({ hasNextPage: false, hasPreviousPage: true, startCursor: '3', endCursor: '5' });
    expect(last.participants.edges[0].node).toMatchObject({
      name: '김영수',
      phone: '0311235678',
      registeredAt: expect.stringMatching(/T.*Z$/),
    });
  });

  it.each([
    ['first', 0],
    ['first', 101],
    ['after', 'x'],
    ['search', '가'.repeat(51)],
    ['search', '\u0000'],
  ])('refuses %s %j', async (field, value) => {
    const { errors, event: seen } = await madang.see(event.eventId, event.ownerId, { [field]: value });
    expect(seen.participants).toBeNull();
    expect(errors?.[0]?.extensions).toEqual({ code: 'BAD_USER_INPUT', field });
  });

  it('is nobody else’s: null with an error, the rest stays', async () => {
    const nobody = await madang.see(event.eventId);
    expect(nobody.event).toMatchObject({ participantCount: 5, participants: null, participantsExport: null, draw: null });
    expect(nobody.event.drawCommitment).toMatch(/^[0-9a-f]{64}$/);
    expect(nobody.codes).toEqual(['UNAUTHENTICATED', 'UNAUTHENTICATED']);
    expect((await madang.see(event.eventId, randomUUID())).codes).toEqual(['FORBIDDEN', 'FORBIDDEN']);
  });

  it('and all else is null for an event that is not known', async () => {
    const unknown = { participantCount: null, drawCommitment: null, draw: null, participants: null, participantsExport: null };
    expect(await madang.see(randomUUID(), event.ownerId)).toMatchObject({ event: unknown, codes: [] });
    expect(await madang.see('x', event.ownerId)).toMatchObject({ event: unknown, codes: [] });
  });
});

describe('after a draw', () => {
  const seen = async (filters: Record<string, unknown>) => {
    const { event: found } = await madang.see(drawn.eventId, drawn.ownerId, filters);
    return found.participants.edges.map(({ node }: { node: { entryNumber: number; winner: boolean } }) => [node.entryNumber, node.winner]);
  };
  let drawn: { eventId: string; ownerId: string };
  let winners: number[];

  beforeAll(async () => {
    drawn = await madang.event();
    for (const customer of customers) await madang.enter(drawn.eventId, customer);
    const { data } = await madang.draw(drawn.eventId, 2, drawn.ownerId);
    winners = data?.drawWinners.winners.map(({ entryNumber }: { entryNumber: number }) => entryNumber);
  });

  it('the list is filtered by who has won', async () => {
    const inOrder = [...winners].sort();
    expect(winners).toHaveLength(2);
    expect(await seen({ winner: true })).toEqual(inOrder.map((entryNumber) => [entryNumber, true]));
    expect(await seen({ winner: false })).toEqual([1, 2, 3, 4, 5].filter((each) => !winners.includes(each)).map((each) => [each, false]));
  });

  it('the export says who has won, and in which place', async () => {
    const path = (await madang.see(drawn.eventId, drawn.ownerId)).event.participantsExport;
    const lines = (await app.inject(path)).body.trimEnd().split('\r\n').slice(1);
    const places = lines.map((line) => [Number(line.split(',')[0]), line.slice(line.lastIndexOf(',') + 1)]);
    expect(places).toEqual([1, 2, 3, 4, 5].map((each) => [each, winners.includes(each) ? String(winners.indexOf(each) + 1) : '']));
  });
});

describe('the export', () => {
  const exported = async () => (await madang.see(event.eventId, event.ownerId)).event.participantsExport as string;

  it('is CSV that spreadsheets open right, with Korean, and no formula in it', async () => {
    const { body, headers, rawPayload } = await app.inject(await exported());
    expect(headers).toMatchObject({ 'content-type': 'text/csv; charset=utf-8', 'cache-control': 'private, no-store' });
    expect([...rawPayload.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    const lines = body.slice(1).split('\r\n');
    expect(lines).toHaveLength(customers.length + 2);
    expect(lines[0]).toBe('응모번호,이름,휴대폰 번호,채널,매장 방문,참여 일시,마케팅 수신 동의,당첨 순위');
    expect(lines[1]).toMatch(/^1,김철수,010-1234-5678,SNS,예,\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,아니요,$/);
    expect(lines[4]).toMatch(/^4,"'=HYPERLINK\(""http:\/\/x""\)",010-0000-0000,/);
  });

  it('is good for 5 minutes, for its event alone, under its own signature', async () => {
    const path = await exported();
    const other = (await madang.event()).eventId;
    expect(await app.inject(path.replace(event.eventId, other))).toMatchObject({ statusCode: 403 });
    expect(await app.inject(path.replace(/expires=\d+/, `expires=${Date.now() + 10_000_000}`))).toMatchObject({ statusCode: 403 });
    expect(await app.inject(path.split('?')[0] as string)).toMatchObject({ statusCode: 403 });
    const korean = await app.inject({ url: path.split('?')[0] as string, headers: { 'accept-language': 'ko' } });
    expect(korean.json().error).toMatch(/^이 링크는/);
    const clock = madang.context.now;
    madang.context.now = () => new Date(Date.now() + 5 * 60_000 + 1);
    const late = await app.inject(path);
    madang.context.now = clock;
    expect(late.statusCode).toBe(403);
    expect(await app.inject(path)).toMatchObject({ statusCode: 200 });
  });

  it('streams more than one page', async () => {
    const big = await madang.event();
    await madang.context.database.sql(
      `insert into participants (id, event_id, entry_number, name, sealed_phone, phone_hash, last_four_hash, channel, store_visit, registered_at, consent_version, personal_info_consent_at)
       select gen_random_uuid(), $1::uuid, n, 'n' || n, sealed_phone, 'h' || n, 'h', 'SNS', false, now(), '1', now()
       from generate_series(1, 2500) n, (select sealed_phone from participants limit 1) sealed`,
      [big.eventId],
    );
    const path = (await madang.see(big.eventId, big.ownerId)).event.participantsExport;
    expect((await app.inject(path)).body.split('\r\n')).toHaveLength(2502);
  });
});
