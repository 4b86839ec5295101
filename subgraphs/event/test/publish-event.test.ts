import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readDocument, updateDocument } from '#kit/store/document.ts';
import { type Draft, DraftDocument } from '#schema/store/draft.ts';
import type { Asking } from '../context.ts';
import { publishEvent } from '../publish-event.ts';
import {
  anOwner,
  CHOOSE_CHANNELS,
  codeOf,
  completeDraft,
  createDraft,
  DISCARD,
  DRAFT,
  type EventService,
  messagesOf,
  PUBLISH,
  startEventService,
} from './event-service.ts';

let event: EventService;
let replica: EventService;
beforeAll(async () => {
  event = await startEventService();
  replica = await event.replica();
});
afterAll(() => event.close());

/** A clock that breaks at its n-th reading. */
const fails = (reading: number) => {
  let readings = 0;
  return () => {
    readings += 1;
    if (readings >= reading) throw new Error('killed');
    return new Date();
  };
};

const eventRows = (id: string) => event.context.database.sql('select id from events where id = $1', [id]);
const stateOf = async (id: string) => (await readDocument(event.context.store, DraftDocument, id))?.state;

describe('publishing', () => {
  it('10 times at once, at two replicas, makes one event with one event.created, and all get it', async () => {
    const owner = anOwner();
    const draftId = await completeDraft(event, owner);
    const answers = await Promise.all(Array.from({ length: 10 }, (_, n) => (n % 2 ? event : replica).ask(PUBLISH, { draftId }, owner)));
    expect(answers.map(({ errors }) => errors)).toEqual(answers.map(() => undefined));
    expect(new Set(answers.map(({ data }) => JSON.stringify(data))).size).toBe(1);
    expect(answers[0]?.data?.publishEvent).toMatchObject({ id: draftId, status: 'OPEN' });
    expect(await eventRows(draftId)).toHaveLength(1);
    expect(await messagesOf(event, 'event.created', draftId)).toMatchObject([
      {
        eventId: draftId,
        ownerId: owner,
        channels: ['GENIE_TV', 'SNS'],
        estimatedCost: '480000.00',
        revenuePerParticipant: '9900.00',
        targetRoi: null,
      },
    ]);
  });

  it('an incomplete draft is EVENT_003 and makes nothing', async () => {
    const owner = anOwner();
    const draftId = await createDraft(event, owner);
    expect(codeOf(await event.ask(PUBLISH, { draftId }, owner))).toBe('EVENT_003');
    expect(await eventRows(draftId)).toEqual([]);
    expect(await stateOf(draftId)).toBe('OPEN');
  });

  it('raced with discarding, one of them wins and the other is EVENT_002', async () => {
    for (let round = 0; round < 5; round++) {
      const owner = anOwner();
      const draftId = await completeDraft(event, owner);
      const [published, discarded] = await Promise.all([
        event.ask(PUBLISH, { draftId }, owner),
        replica.ask(DISCARD, { id: draftId }, owner),
      ]);
      const codes = [codeOf(published), codeOf(discarded)];
      expect([
        [undefined, 'EVENT_002'],
        ['EVENT_002', undefined],
      ]).toContainEqual(codes);
      expect(await eventRows(draftId)).toHaveLength(codes[0] === undefined ? 1 : 0);
    }
  });

  it('interrupted between store and database is completed by the next call', async () => {
    const owner = anOwner();
    const draftId = await completeDraft(event, owner);
    await updateDocument(event.context.store, DraftDocument, draftId, (draft) => ({ ...(draft as Draft), state: 'PUBLISHING' as const }));
    expect(codeOf(await event.ask(DISCARD, { id: draftId }, owner))).toBe('EVENT_002');
    expect((await event.ask(PUBLISH, { draftId }, owner)).data?.publishEvent.id).toBe(draftId);
    expect(await messagesOf(event, 'event.created', draftId)).toHaveLength(1);
    expect(await stateOf(draftId)).toBe('PUBLISHED');
  });

  it.each([
    ['before the database has it', { transaction: async () => Promise.reject(new Error('killed')) }, 'PUBLISHING', 0],
    ['after the database has it', { now: fails(3) }, 'PUBLISHING', 1],
  ])('by a process that dies %s is completed by another replica, once', async (_, failing, state, rows) => {
    const owner = anOwner();
    const draftId = await completeDraft(event, owner);
    const asking = { ...event.context, identity: { userId: owner, sessionId: owner, expiresAt: new Date() }, ...failing };
    await expect(publishEvent(asking as Asking, { draftId })).rejects.toThrow('killed');
    expect([await stateOf(draftId), (await eventRows(draftId)).length]).toEqual([state, rows]);
    expect(codeOf(await replica.ask(DISCARD, { id: draftId }, owner))).toBe('EVENT_002');
    expect((await replica.ask(PUBLISH, { draftId }, owner)).data?.publishEvent.id).toBe(draftId);
    expect([await stateOf(draftId), await eventRows(draftId), await messagesOf(event, 'event.created', draftId)]).toMatchObject([
      'PUBLISHED',
      [{ id: draftId }],
      [{ eventId: draftId }],
    ]);
  });

  it('leaves the draft readable and closed to edits, and out of the list', async () => {
    const owner = anOwner();
    const draftId = await completeDraft(event, owner);
    await event.ask(PUBLISH, { draftId }, owner);
    expect((await event.ask(DRAFT, { id: draftId }, owner)).data?.eventDraft).toMatchObject({ id: draftId, missing: [] });
    expect(codeOf(await event.ask(CHOOSE_CHANNELS, { draftId, channels: ['SNS'] }, owner))).toBe('EVENT_002');
    expect((await event.ask('{ myDrafts { id } }', {}, owner)).data?.myDrafts).toEqual([]);
  });

  it('again after the draft has expired gives the event to its owner only', async () => {
    const owner = anOwner();
    const draftId = await completeDraft(event, owner);
    await event.ask(PUBLISH, { draftId }, owner);
    await event.context.store.delete(DraftDocument.key(draftId));
    expect((await event.ask(PUBLISH, { draftId }, owner)).data?.publishEvent.id).toBe(draftId);
    expect(codeOf(await event.ask(PUBLISH, { draftId }, anOwner()))).toBe('EVENT_001');
    expect(await messagesOf(event, 'event.created', draftId)).toHaveLength(1);
  });
});
