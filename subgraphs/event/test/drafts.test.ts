import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { writeDocument } from '#kit/store/document.ts';
import { DraftDocument } from '#schema/store/draft.ts';
import { DraftIndexDocument } from '#schema/store/draft-index.ts';
import { createEventDraft } from '../create-event-draft.ts';
import { MOST_DRAFTS } from '../draft-index.ts';
import type { CreateEventDraftInput } from '../schema.generated.ts';
import {
  anOwner,
  CHOOSE_CHANNELS,
  CHOOSE_IMAGE,
  CHOOSE_PLAN,
  CREATE,
  codeOf,
  createDraft,
  DISCARD,
  DRAFT,
  type EventService,
  inHours,
  makePlans,
  messagesOf,
  PUBLISH,
  SCHEDULE,
  startEventService,
  storeInput,
} from './event-service.ts';

let event: EventService;
beforeAll(async () => {
  event = await startEventService();
});
afterAll(() => event.close());

const announced = async (owner: string): Promise<number> =>
  (await event.context.database.sql("select 1 from outbox where type = 'event.draft-created' and data->>'ownerId' = $1", [owner])).length;

const MY_DRAFTS = '{ myDrafts { id } }';

/** Days until the store forgets a draft. */
const daysLeft = async (draftId: string): Promise<number> => {
  const [entry] = await event.context.database.sql<{ days: string }>(
    'select extract(epoch from expires_at - now()) / 86400 as days from store.entries where key = $1',
    [DraftDocument.key(draftId)],
  );
  return Number(entry?.days);
};

const passDays = (draftId: string, days: number): Promise<unknown> =>
  event.context.database.sql("update store.entries set expires_at = expires_at - $2 * interval '1 day' where key = $1", [
    DraftDocument.key(draftId),
    days,
  ]);

describe('a draft', () => {
  it('begins with an objective, keeps the store’s words, and tells the world once', async () => {
    const owner = anOwner();
    const { data } = await event.ask(CREATE, { input: { objective: 'SALES', store: storeInput } }, owner);
    const draft = data?.createEventDraft;
    expect(draft).toMatchObject({
      version: 1,
      missing: ['chosen', 'image', 'channels', 'startsAt', 'endsAt'],
      store: storeInput,
      owner: { id: owner },
    });
    expect(await messagesOf(event, 'event.draft-created', draft.id)).toMatchObject([
      { draftId: draft.id, ownerId: owner, objective: 'SALES' },
    ]);
  });

  it('is its owner’s: nobody is UNAUTHENTICATED, and another owner is told the same as about one that does not exist', async () => {
    const draftId = await createDraft(event, anOwner());
    const foreign = await event.ask(DRAFT, { id: draftId }, anOwner());
    const unknown = await event.ask(DRAFT, { id: anOwner() }, anOwner());
    expect(codeOf(await event.ask(DRAFT, { id: draftId }))).toBe('UNAUTHENTICATED');
    expect(codeOf(foreign)).toBe('EVENT_001');
    expect(JSON.stringify(foreign)).toBe(JSON.stringify(unknown));
  });

  it('is in its owner’s list, the newest first, until it is discarded', async () => {
    const owner = anOwner();
    const [first, second, third] = [await createDraft(event, owner), await createDraft(event, owner), await createDraft(event, owner)];
    await event.ask(CHOOSE_CHANNELS, { draftId: first, channels: ['SNS'] }, owner);
    expect((await event.ask(DISCARD, { id: second }, owner)).data).toEqual({ discardDraft: true });
    expect((await event.ask(MY_DRAFTS, {}, owner)).data?.myDrafts).toEqual([{ id: third }, { id: first }]);
    expect(codeOf(await event.ask(DISCARD, { id: second }, owner))).toBe('EVENT_002');
  });

  it('is in its owner’s list whenever it was announced, also when the process dies before it answers', async () => {
    const owner = anOwner();
    const { context } = event;
    const dying = async (input: CreateEventDraftInput): Promise<string> => {
      const store = { ...context.store, compareAndSet: async () => Promise.reject(new Error('killed')) };
      const asking = { ...context, store, identity: { userId: owner, sessionId: owner, expiresAt: new Date() } };
      return createEventDraft(asking, { input }).then(
        ({ id }) => id,
        (error: Error) => error.message,
      );
    };
    const before = await announced(owner);
    expect(await dying({ objective: 'SALES', store: storeInput })).toBe('killed');
    expect(await announced(owner)).toBe(before);
  });

  it('lives in the store for 7 days from its last change, then it is unknown and in no list', async () => {
    const owner = anOwner();
    const draftId = await createDraft(event, owner);
    expect(await daysLeft(draftId)).toBeCloseTo(7, 2);
    await passDays(draftId, 6);
    expect((await event.ask(DRAFT, { id: draftId }, owner)).data?.eventDraft.id).toBe(draftId);
    expect(await daysLeft(draftId)).toBeCloseTo(1, 2);
    await event.ask(CHOOSE_CHANNELS, { draftId, channels: ['SNS'] }, owner);
    expect(await daysLeft(draftId)).toBeCloseTo(7, 2);
    await passDays(draftId, 7);
    expect((await event.ask(MY_DRAFTS, {}, owner)).data?.myDrafts).toEqual([]);
    const attempts = [
      event.ask(DRAFT, { id: draftId }, owner),
      event.ask(CHOOSE_CHANNELS, { draftId, channels: ['SNS'] }, owner),
      event.ask(PUBLISH, { draftId }, owner),
      event.ask(DISCARD, { id: draftId }, owner),
    ];
    expect((await Promise.all(attempts)).map(codeOf)).toEqual(attempts.map(() => 'EVENT_001'));
  });

  it('is one of at most 200 that an owner has open; another owner, and who discards one, goes on', async () => {
    const owner = anOwner();
    const expiresAt = inHours(1);
    const entries = Array.from({ length: MOST_DRAFTS - 1 }, () => ({ draftId: anOwner(), expiresAt }));
    await writeDocument(event.context.store, DraftIndexDocument, owner, entries);
    const last = await createDraft(event, owner);
    const refused = await event.ask(CREATE, { input: { objective: 'SALES', store: storeInput } }, owner);
    expect([codeOf(refused), refused.errors?.[0]?.message]).toEqual(['EVENT_002', expect.stringContaining('discard one first')]);
    expect((await event.ask(MY_DRAFTS, {}, owner)).data?.myDrafts).toEqual([{ id: last }]);
    expect((await event.ask(CHOOSE_CHANNELS, { draftId: last, channels: ['SNS'] }, owner)).errors).toBeUndefined();
    await event.ask(DISCARD, { id: last }, owner);
    expect(await createDraft(event, owner)).toEqual(expect.any(String));
    expect(await createDraft(event, anOwner())).toEqual(expect.any(String));
  });

  it('edited in two tabs at once by version takes one edit and refuses the other', async () => {
    const owner = anOwner();
    const draftId = await createDraft(event, owner);
    const edits = ['SNS', 'GENIE_TV', 'RINGO_BIZ'].map((channel) =>
      event.ask(CHOOSE_CHANNELS, { draftId, channels: [channel], version: 1 }, owner),
    );
    const codes = (await Promise.all(edits)).map(codeOf);
    expect(codes.filter((code) => code === undefined)).toHaveLength(1);
    expect(codes.filter((code) => code === 'EVENT_005')).toHaveLength(2);
  });

  it('keeps every edit of 10 at once that name no version', async () => {
    const owner = anOwner();
    const draftId = await createDraft(event, owner);
    await Promise.all(Array.from({ length: 10 }, () => event.ask(CHOOSE_CHANNELS, { draftId, channels: ['SNS'] }, owner)));
    expect((await event.ask(DRAFT, { id: draftId }, owner)).data?.eventDraft.version).toBe(11);
  });

  it('takes a plan with the owner’s words in it', async () => {
    const owner = anOwner();
    const draftId = await createDraft(event, owner);
    const plan = await makePlans(event, draftId);
    const answer = await event.ask(
      CHOOSE_PLAN,
      { draftId, recommendationId: plan.id, edit: { title: '우리 말', targetRoi: '150' } },
      owner,
    );
    expect(answer.data?.chooseRecommendation).toMatchObject({
      chosen: { title: '우리 말', prize: plan.prize },
      missing: ['image', 'channels', 'startsAt', 'endsAt'],
    });
  });

  it.each([
    ['a plan of no one', CHOOSE_PLAN, { recommendationId: anOwner() }, 'EVENT_004'],
    ['an image of no one', CHOOSE_IMAGE, { imageId: 'nonsense' }, 'EVENT_004'],
    ['no channels', CHOOSE_CHANNELS, { channels: [] }, 'BAD_USER_INPUT'],
    ['an unknown channel', CHOOSE_CHANNELS, { channels: ['RADIO'] }, 'BAD_USER_INPUT'],
    ['an end before the start', SCHEDULE, { startsAt: inHours(2), endsAt: inHours(1) }, 'BAD_USER_INPUT'],
    ['an end in the past', SCHEDULE, { startsAt: inHours(-2), endsAt: inHours(-1) }, 'BAD_USER_INPUT'],
    ['a date that is none', SCHEDULE, { startsAt: 'tomorrow', endsAt: inHours(1) }, 'BAD_USER_INPUT'],
    ['an old version', CHOOSE_CHANNELS, { channels: ['SNS'], version: 99 }, 'EVENT_005'],
  ])('refuses %s and stays as it is', async (_, operation, variables, code) => {
    const owner = anOwner();
    const draftId = await createDraft(event, owner);
    expect(codeOf(await event.ask(operation, { draftId, ...variables }, owner))).toBe(code);
    expect((await event.ask(DRAFT, { id: draftId }, owner)).data?.eventDraft.version).toBe(1);
  });

  it.each([
    ['an empty name', { name: '' }],
    ['an oversized name', { name: '가'.repeat(101) }],
    ['a name that PostgreSQL cannot keep', { name: 'a\u0000b' }],
    ['an oversized address', { address: '가'.repeat(201) }],
  ])('does not begin with %s', async (_, store) => {
    const answer = await event.ask(CREATE, { input: { objective: 'SALES', store: { ...storeInput, ...store } } }, anOwner());
    expect(codeOf(answer)).toBe('BAD_USER_INPUT');
    expect(answer.errors?.[0]?.extensions?.field).toBe(`input.store.${Object.keys(store)[0]}`);
  });

  it('of somebody else cannot be changed by any mutation', async () => {
    const draftId = await createDraft(event, anOwner());
    const attempts: [string, object][] = [
      [CHOOSE_CHANNELS, { draftId, channels: ['SNS'] }],
      [CHOOSE_PLAN, { draftId, recommendationId: anOwner() }],
      [CHOOSE_IMAGE, { draftId, imageId: anOwner() }],
      [SCHEDULE, { draftId, startsAt: inHours(0), endsAt: inHours(1) }],
      [DISCARD, { id: draftId }],
      ['mutation ($draftId: ID!) { publishEvent(draftId: $draftId) { id } }', { draftId }],
      ['mutation ($draftId: ID!) { requestRecommendations(draftId: $draftId) { id } }', { draftId }],
    ];
    for (const [operation, variables] of attempts) {
      expect(codeOf(await event.ask(operation, { ...variables }, anOwner()))).toBe('EVENT_001');
      expect(codeOf(await event.ask(operation, { ...variables }))).toBe('UNAUTHENTICATED');
    }
  });
});
