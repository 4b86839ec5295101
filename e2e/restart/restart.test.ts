import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Madang, startMadang } from '../madang.ts';
import { completeDraft, type Owner, participation, plannedDraft, publishedEvent, signUp } from '../owner.ts';

describe('After kill -9 and a restart', () => {
  let madang: Madang;
  let owner: Owner;

  beforeAll(async () => {
    madang = await startMadang('all in one');
    owner = await signUp(madang.client);
  }, 120_000);
  afterAll(() => madang?.stop(), 60_000);

  const crash = async (): Promise<void> => {
    await madang.kill('madang');
    await madang.start('madang');
  };

  it('accounts, sessions, drafts, events and figures are still there', async () => {
    const event = await publishedEvent(owner);
    await madang.client.ask('participate', { input: participation(event.id) });
    const draftId = await completeDraft(owner);
    await crash();
    expect((await owner.client.ask('me')).me.id).toBe(owner.id);
    expect((await owner.client.ask('event-draft', { id: draftId })).eventDraft.missing).toEqual([]);
    const board = owner.client.live('event-dashboard', { eventId: event.id });
    await board.until(({ participants }) => participants === 1);
    await board.stop();
  }, 120_000);

  it('images that were being made are made to the end, each once', async () => {
    const { id: draftId, plans } = await plannedDraft(owner);
    await owner.client.ask('choose-recommendation', { draftId, recommendationId: plans[0].id });
    const { generateImages: job } = await owner.client.ask('generate-images', { input: { draftId } });
    const before = owner.client.live('image-job', { id: job.id });
    await before.until(({ images }) => images.length > 0);
    await crash();
    const after = owner.client.live('image-job', { id: job.id });
    const done = await after.until(({ status }) => status === 'SUCCEEDED', 120_000);
    expect(new Set(done.images.map(({ id }: { id: string }) => id)).size).toBe(9);
    await Promise.all([before.stop(), after.stop()]);
  }, 240_000);

  it('a dashboard that was open goes on by itself and ends at the exact number', async () => {
    const event = await publishedEvent(owner);
    const board = owner.client.live('event-dashboard', { eventId: event.id });
    await board.until(({ participants }) => participants === 0);
    await Promise.all(Array.from({ length: 50 }, () => madang.client.ask('participate', { input: participation(event.id) })));
    await crash();
    await Promise.all(Array.from({ length: 50 }, () => madang.client.ask('participate', { input: participation(event.id) })));
    await board.until(({ participants }) => participants === 100, 60_000);
    const versions = board.messages.map(({ version }) => version);
    expect(versions).toEqual(versions.toSorted((a, b) => a - b));
    await board.stop();
  }, 240_000);

  it('SIGTERM ends it in order, within ten seconds, with exit code 0', async () => {
    const stopping = performance.now();
    expect(await madang.terminate('madang')).toBe(0);
    expect(performance.now() - stopping).toBeLessThan(10_000);
    await madang.start('madang');
  }, 60_000);
});
