import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { updateDocument, writeDocument } from '#kit/store/document.ts';
import { type Job, type JobChange, JobDocument, nextJob } from '#schema/store/job.ts';
import {
  anOwner,
  codeOf,
  createDraft,
  DISCARD,
  DRAFT,
  type EventService,
  makePlans,
  messagesOf,
  startEventService,
} from './event-service.ts';

const REQUEST =
  'mutation ($draftId: ID!) { requestRecommendations(draftId: $draftId) { id status progress version recommendations { id } draft { id } } }';
const LIVE =
  'subscription ($id: ID!) { recommendationJob(id: $id) { id status progress version error { code } finishedAt recommendations { tier } draft { id owner { id } } } }';

let event: EventService;
let replica: EventService;
beforeAll(async () => {
  event = await startEventService();
  replica = await event.replica();
});
afterAll(() => event.close());

const advance = async (id: string, change: JobChange): Promise<void> => {
  const { store, doorbell } = event.context;
  await updateDocument(store, JobDocument, id, (job) => nextJob(job as Job, change, new Date()));
  doorbell.ring(`job:${id}`);
};

const begun = async () => {
  const owner = anOwner();
  const draftId = await createDraft(event, owner);
  const job = (await event.ask(REQUEST, { draftId }, owner)).data?.requestRecommendations;
  return { owner, draftId, job };
};

describe('a request for recommendations', () => {
  it('10 at once, at two replicas, make one job with one message', async () => {
    const owner = anOwner();
    const draftId = await createDraft(event, owner);
    const answers = await Promise.all(Array.from({ length: 10 }, (_, n) => (n % 2 ? event : replica).ask(REQUEST, { draftId }, owner)));
    const ids = new Set(answers.map(({ data }) => data?.requestRecommendations.id));
    expect(ids.size).toBe(1);
    expect(await messagesOf(event, 'ai-event-generation', draftId)).toMatchObject([
      { jobId: [...ids][0], draftId, ownerId: owner, objective: 'NEW_CUSTOMERS' },
    ]);
  });

  it('has five minutes from then', async () => {
    const { draftId } = await begun();
    const [{ requestedAt, deadline }] = (await messagesOf(event, 'ai-event-generation', draftId)) as [
      { requestedAt: string; deadline: string },
    ];
    expect(Date.parse(deadline) - Date.parse(requestedAt)).toBe(300_000);
  });

  it('gives the running job, and a new one when that has finished', async () => {
    const { owner, draftId, job } = await begun();
    expect((await event.ask(REQUEST, { draftId }, owner)).data?.requestRecommendations.id).toBe(job.id);
    await advance(job.id, { status: 'FAILED', error: { code: 'AI_001', message: 'x' } });
    expect((await event.ask(REQUEST, { draftId }, owner)).data?.requestRecommendations.id).not.toBe(job.id);
    expect(await messagesOf(event, 'ai-event-generation', draftId)).toHaveLength(2);
  });

  it('for a discarded draft is EVENT_002', async () => {
    const owner = anOwner();
    const draftId = await createDraft(event, owner);
    await event.ask(DISCARD, { id: draftId }, owner);
    expect(codeOf(await event.ask(REQUEST, { draftId }, owner))).toBe('EVENT_002');
  });

  it('is a live value: the present state first, each later one newer, the plans with the final one, then it completes', async () => {
    const { owner, draftId, job } = await begun();
    const states: { status: string; version: number; recommendations: unknown[]; draft: unknown }[] = [];
    const live = await replica.live(LIVE, { id: job.id }, owner);
    for await (const { data } of live) {
      states.push(data?.recommendationJob);
      if (states.length === 1) await advance(job.id, { status: 'RUNNING', progress: 10 });
      if (states.length === 2) {
        await makePlans(event, draftId, {}, job.id);
        await advance(job.id, { status: 'SUCCEEDED' });
      }
    }
    expect(states.map(({ status }) => status)).toEqual(['QUEUED', 'RUNNING', 'SUCCEEDED']);
    expect(states.map(({ version }) => version)).toEqual([1, 2, 3]);
    expect(states.map(({ recommendations }) => recommendations.length)).toEqual([0, 0, 3]);
    expect(states[2]).toMatchObject({ draft: { id: draftId, owner: { id: owner } } });
  });

  it('times out at its deadline by itself, pushed, and nothing changes it afterwards', async () => {
    const { owner, draftId, job } = await begun();
    await updateDocument(event.context.store, JobDocument, job.id, (stored) => ({
      ...(stored as Job),
      deadline: new Date(Date.now() + 300).toISOString(),
    }));
    const states: { status: string; error: unknown }[] = [];
    for await (const { data } of await event.live(LIVE, { id: job.id }, owner)) states.push(data?.recommendationJob);
    expect(states.map(({ status }) => status)).toEqual(['QUEUED', 'TIMED_OUT']);
    expect(states[1]?.error).toEqual({ code: 'AI_002' });
    expect((await event.ask(DRAFT, { id: draftId }, owner)).data?.eventDraft.recommendationJob).toEqual({
      id: job.id,
      status: 'TIMED_OUT',
    });
  });

  it('of somebody else answers exactly like one that does not exist', async () => {
    const { job } = await begun();
    const query = 'query ($id: ID!) { recommendationJob(id: $id) { id } }';
    expect(JSON.stringify(await event.ask(query, { id: job.id }, anOwner()))).toBe(
      JSON.stringify(await event.ask(query, { id: anOwner() }, anOwner())),
    );
    expect(codeOf(await event.ask(query, { id: job.id }))).toBe('UNAUTHENTICATED');
    await expect(event.live(LIVE, { id: job.id }, anOwner())).rejects.toThrow('EVENT_001');
    await expect(event.live(LIVE, { id: job.id })).rejects.toThrow('UNAUTHENTICATED');
  });

  it('an image job is no recommendation job', async () => {
    const { owner, job } = await begun();
    const id = anOwner();
    const stored = JSON.parse((await event.context.store.get(JobDocument.key(job.id))) as string) as Job;
    await writeDocument(event.context.store, JobDocument, id, { ...stored, id, kind: 'images' });
    expect(codeOf(await event.ask('query ($id: ID!) { recommendationJob(id: $id) { id } }', { id }, owner))).toBe('EVENT_001');
  });
});
