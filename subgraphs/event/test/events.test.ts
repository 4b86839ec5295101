import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { eventually } from '#kit/testing/eventually.ts';
import { anOwner, codeOf, type EventService, inHours, messagesOf, publishedEvent, startEventService } from './event-service.ts';

const EVENT = `query ($id: ID!) { event(id: $id) {
  id title prize status objective store { name } image { id url } images { id url } channels owner { id } estimatedCost targetRoi revenuePerParticipant } }`;
const END = 'mutation ($id: ID!) { endEvent(id: $id) { id status } }';
const MINE = `query ($status: EventStatus, $search: String, $first: Int, $after: String) {
  myEvents(status: $status, search: $search, first: $first, after: $after) { edges { cursor node { id title } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }`;

let event: EventService;
beforeAll(async () => {
  event = await startEventService();
});
afterAll(() => event.close());

/** The SELECTs that MikroORM sends while `work` runs, as PostgreSQL gets them. */
const selectsOf = async (work: () => Promise<unknown>): Promise<string[]> => {
  const logQuery = jest.spyOn(event.context.database.em().config.getLogger(), 'logQuery');
  try {
    await work();
    return logQuery.mock.calls.map(([{ formatted }]) => String(formatted)).filter((text) => text.startsWith('select'));
  } finally {
    logQuery.mockRestore();
  }
};

/** Gives an owner so many more events like the one there is that only an index finds some of them fast. */
const multiplyEvents = async (owner: string, title: string): Promise<void> => {
  const { sql } = event.context.database;
  await sql(
    `insert into events select (jsonb_populate_record(one, jsonb_build_object('id', gen_random_uuid(), 'title', $2 || n))).*
     from events one, generate_series(1, 5000) n where owner_id = $1`,
    [owner, title],
  );
  await sql('vacuum analyze events');
};

describe('an event', () => {
  it('is public, but its owner, cost, ROI and revenue are the owner’s only', async () => {
    const owner = anOwner();
    const id = await publishedEvent(event, owner);
    const own = await event.ask(EVENT, { id }, owner);
    const nobody = await event.ask(EVENT, { id });
    const other = await event.ask(EVENT, { id }, anOwner());
    expect(own.errors).toBeUndefined();
    expect(own.data?.event).toMatchObject({
      status: 'OPEN',
      owner: { id: owner },
      estimatedCost: '480000.00',
      targetRoi: null,
      revenuePerParticipant: '9900.00',
      image: { url: '/images/one.png' },
    });
    for (const [answer, code] of [
      [nobody, 'UNAUTHENTICATED'],
      [other, 'FORBIDDEN'],
    ] as const) {
      expect(answer.data?.event).toMatchObject({
        title: own.data?.event.title,
        owner: null,
        estimatedCost: null,
        targetRoi: null,
        revenuePerParticipant: null,
      });
      expect(answer.errors?.map(({ extensions }) => extensions?.code)).toEqual([code, code, code, code]);
    }
  });

  it('that does not exist is EVENT_001, whatever its id looks like', async () => {
    for (const id of [anOwner(), 'nonsense', '', '\u0000']) expect(codeOf(await event.ask(EVENT, { id }))).toBe('EVENT_001');
  });

  it('answers references of other subgraphs, its draft only for the owner', async () => {
    const owner = anOwner();
    const id = await publishedEvent(event, owner);
    const query =
      'query ($of: [_Any!]!) { _entities(representations: $of) { ... on Event { id title } ... on EventDraft { id objective } } }';
    const of = [
      { __typename: 'Event', id },
      { __typename: 'EventDraft', id },
    ];
    expect((await event.ask(query, { of }, owner)).data?._entities).toMatchObject([{ id }, { id, objective: 'NEW_CUSTOMERS' }]);
    expect((await event.ask(query, { of })).data?._entities).toMatchObject([{ id }, null]);
  });

  it('is ended by its owner once', async () => {
    const owner = anOwner();
    const id = await publishedEvent(event, owner);
    expect(codeOf(await event.ask(END, { id }))).toBe('UNAUTHENTICATED');
    expect(codeOf(await event.ask(END, { id }, anOwner()))).toBe('FORBIDDEN');
    expect(codeOf(await event.ask(END, { id: anOwner() }, owner))).toBe('EVENT_001');
    const answers = await Promise.all(Array.from({ length: 5 }, () => event.ask(END, { id }, owner)));
    expect(answers.map(codeOf).sort()).toEqual(['EVENT_002', 'EVENT_002', 'EVENT_002', 'EVENT_002', undefined]);
    expect((await event.ask(EVENT, { id })).data?.event.status).toBe('ENDED');
    expect(await messagesOf(event, 'event.ended', id)).toMatchObject([{ eventId: id, ownerId: owner, reason: 'OWNER' }]);
  });

  it('ends by its date: its status at once, its message once, also with two replicas', async () => {
    const replica = await event.replica();
    const owner = anOwner();
    const endsAt = new Date(Date.now() + 700).toISOString();
    const id = await publishedEvent(event, owner, { endsAt });
    await eventually(async () => (await event.ask(EVENT, { id })).data?.event.status === 'ENDED');
    await eventually(async () => (await messagesOf(event, 'event.ended', id)).length > 0);
    await Promise.all([event, replica, event, replica].map(({ service }) => service.context.database.ping()));
    expect(await messagesOf(event, 'event.ended', id)).toEqual([{ eventId: id, ownerId: owner, endedAt: endsAt, reason: 'DATE' }]);
    expect(codeOf(await event.ask(END, { id }, owner))).toBe('EVENT_002');
  });
});

describe('an owner’s events', () => {
  const titlesOf = (answer: Awaited<ReturnType<EventService['ask']>>): string[] =>
    answer.data?.myEvents.edges.map(({ node }: { node: { title: string } }) => node.title);

  it('come in pages whose cursors stay in place when new events come', async () => {
    const owner = anOwner();
    for (const title of ['하나', '둘', '셋']) await publishedEvent(event, owner, { title });
    const page = (await event.ask(MINE, { first: 2 }, owner)).data?.myEvents;
    expect(page.edges.map(({ node }: { node: { title: string } }) => node.title)).toEqual(['셋', '둘']);
    expect(page.pageInfo).toEqual({
      hasNextPage: true,
      hasPreviousPage: false,
      startCursor: page.edges[0].cursor,
      endCursor: page.edges[1].cursor,
    });
    await publishedEvent(event, owner, { title: '넷' });
    const next = await event.ask(MINE, { first: 2, after: page.pageInfo.endCursor }, owner);
    expect(titlesOf(next)).toEqual(['하나']);
    expect(next.data?.myEvents.pageInfo).toMatchObject({ hasNextPage: false, hasPreviousPage: true });
  });

  it('are searched in Korean by title, prize and store, and filtered by status', async () => {
    const owner = anOwner();
    await publishedEvent(event, owner, { title: '봄맞이 국밥 잔치', prize: '커피 100% 할인' });
    await publishedEvent(event, owner, { title: '여름 냉면', startsAt: inHours(1), endsAt: inHours(2), name: '한강 식당' });
    await publishedEvent(event, anOwner(), { title: '남의 국밥' });
    expect(titlesOf(await event.ask(MINE, { search: '국밥' }, owner))).toEqual(['봄맞이 국밥 잔치']);
    expect(titlesOf(await event.ask(MINE, { search: '한강' }, owner))).toEqual(['여름 냉면']);
    expect(titlesOf(await event.ask(MINE, { search: '100%' }, owner))).toEqual(['봄맞이 국밥 잔치']);
    expect(titlesOf(await event.ask(MINE, { search: '_' }, owner))).toEqual([]);
    expect(titlesOf(await event.ask(MINE, { search: '국밥'.normalize('NFD') }, owner))).toEqual(['봄맞이 국밥 잔치']);
    expect(titlesOf(await event.ask(MINE, { status: 'SCHEDULED' }, owner))).toEqual(['여름 냉면']);
    expect(titlesOf(await event.ask(MINE, { status: 'OPEN' }, owner))).toEqual(['봄맞이 국밥 잔치']);
    expect(titlesOf(await event.ask(MINE, { status: 'ENDED' }, owner))).toEqual([]);
  });

  it('are searched through a trigram index, which knows Korean, too', async () => {
    const { sql } = event.context.database;
    const [trigrams] = await sql<{ korean: string[] }>("select public.show_trgm('국밥 잔치') as korean");
    expect(trigrams?.korean.length).toBeGreaterThan(3);
    const owner = anOwner();
    await publishedEvent(event, owner, { title: '봄맞이 국밥 잔치' });
    await multiplyEvents(owner, '여름 냉면 ');
    const sent = await selectsOf(() => event.ask(MINE, { search: '국밥 잔치', status: 'OPEN' }, owner));
    expect(sent).toEqual([expect.stringMatching(/owner_id.*title.* ilike .*prize.* ilike .*store_name.* ilike /)]);
    const plan = await sql(`explain ${sent[0]}`);
    expect(JSON.stringify(plan)).toContain('events_search');
  });

  it('of one moment come in pages without a gap or a repeat', async () => {
    const owner = anOwner();
    const titles = ['하나', '둘', '셋', '넷', '다섯'];
    for (const title of titles) await publishedEvent(event, owner, { title });
    await event.context.database.sql('update events set created_at = $2 where owner_id = $1', [owner, '2026-05-01T00:00:00.123Z']);
    const seen: string[] = [];
    for (let after: string | null = null, more = true; more; ) {
      const answer = await event.ask(MINE, { first: 2, after }, owner);
      seen.push(...titlesOf(answer));
      ({ endCursor: after, hasNextPage: more } = answer.data?.myEvents.pageInfo ?? {});
    }
    expect(seen.toSorted()).toEqual(titles.toSorted());
  });

  it('have the status that their dates give them, without anything being run', async () => {
    const owner = anOwner();
    await publishedEvent(event, owner, { title: '예정', startsAt: inHours(1), endsAt: inHours(2) });
    const clock = event.context.now;
    const statuses: string[] = [];
    for (const hours of [0, 1, 2]) {
      event.context.now = () => new Date(Date.now() + hours * 3_600_000 + 1_000);
      for (const status of ['SCHEDULED', 'OPEN', 'ENDED']) {
        if (titlesOf(await event.ask(MINE, { status }, owner)).length > 0) statuses.push(status);
      }
    }
    event.context.now = clock;
    expect(statuses).toEqual(['SCHEDULED', 'OPEN', 'ENDED']);
  });

  it.each([
    [{ first: 0 }, 'first'],
    [{ first: 101 }, 'first'],
    [{ after: 'nonsense' }, 'after'],
    [{ after: Buffer.from(`-271821-04-20T00:00:00.000Z ${anOwner()}`).toString('base64url') }, 'after'],
    [{ after: Buffer.from(`+275760-09-13T00:00:00.000Z ${anOwner()}`).toString('base64url') }, 'after'],
    [{ search: '가'.repeat(101) }, 'search'],
    [{ search: '\u0000' }, 'search'],
  ])('refuse %j', async (variables, field) => {
    const answer = await event.ask(MINE, variables, anOwner());
    expect(answer.errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', field });
  });
});
