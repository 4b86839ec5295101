import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { outboxEntry } from '#kit/outbox.ts';
import { eventually } from '#kit/testing/eventually.ts';
import { ContentCompleted } from '#schema/events/content.ts';
import { anOwner, completeDraft, DISCARD, type EventService, PUBLISH, startEventService } from './event-service.ts';

let event: EventService;
beforeAll(async () => {
  event = await startEventService();
});
afterAll(() => event.close());

const completed = (draftId: string, url: string, completedAt: string) =>
  outboxEntry(ContentCompleted, {
    jobId: anOwner(),
    draftId,
    ownerId: anOwner(),
    images: [{ id: anOwner(), style: 'SIMPLE', platform: 'KAKAO', width: 800, height: 800, url, createdAt: completedAt }],
    completedAt,
  });

const urlsOf = async (id: string): Promise<string[] | undefined> =>
  (await event.ask('query ($id: ID!) { event(id: $id) { images { url } } }', { id })).data?.event.images?.map(
    ({ url }: { url: string }) => url,
  );

const settled = () => eventually(async () => (await event.context.database.sql('select 1 from inbox where done_at is null')).length === 0);

describe('the images of an event', () => {
  it('are those that came before publication, then those of the newest message, however late or often', async () => {
    const owner = anOwner();
    const id = await completeDraft(event, owner);
    const early = completed(id, '/images/early.png', '2026-05-01T00:00:00.000Z');
    const late = completed(id, '/images/late.png', '2026-05-01T00:01:00.000Z');
    await event.adapters.bus.publish([early]);
    await settled();
    await event.ask(PUBLISH, { draftId: id }, owner);
    expect(await urlsOf(id)).toEqual(['/images/early.png']);
    await event.adapters.bus.publish([late, late]);
    await event.adapters.bus.publish([{ ...early, id: anOwner() }]);
    await settled();
    expect(await urlsOf(id)).toEqual(['/images/late.png']);
  });

  it('of a discarded draft make no event', async () => {
    const owner = anOwner();
    const id = await completeDraft(event, owner);
    await event.ask(DISCARD, { id }, owner);
    await event.adapters.bus.publish([completed(id, '/images/a.png', '2026-05-01T00:00:00.000Z')]);
    await settled();
    expect(await event.context.database.sql('select 1 from events where id = $1', [id])).toEqual([]);
  });
});
