import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { outboxEntry } from '#kit/outbox.ts';
import { readDocument, writeDocument } from '#kit/store/document.ts';
import { createCleanupStack } from '#kit/testing/cleanup-stack.ts';
import { eventually } from '#kit/testing/eventually.ts';
import { startTestService, type TestService } from '#kit/testing/test-service.ts';
import { RecommendationsRequested, type RecommendationsRequestedData } from '#schema/events/event.ts';
import { type Job, JobDocument, nextJob, queuedJob } from '#schema/store/job.ts';
import { RecommendationsDocument } from '#schema/store/recommendations.ts';
import type { Context } from '../context.ts';
import { service } from '../main.ts';
import { onRecommendationsRequested } from '../on-recommendations-requested.ts';

let ai: TestService<Context>;
const cleanups = createCleanupStack();
beforeAll(async () => {
  ai = await startTestService(service);
});
afterEach(cleanups.run);
afterAll(() => ai.close());

const requestOf = (over: Partial<RecommendationsRequestedData> = {}): RecommendationsRequestedData => ({
  jobId: randomUUID(),
  draftId: randomUUID(),
  ownerId: randomUUID(),
  objective: 'REVISIT',
  store: { name: '마당 카페', industry: 'CAFE', address: '부산 해운대구' },
  requestedAt: new Date().toISOString(),
  deadline: new Date(Date.now() + 300_000).toISOString(),
  ...over,
});
const request = async (over: Partial<RecommendationsRequestedData> = {}): Promise<RecommendationsRequestedData> => {
  const data = requestOf(over);
  await ai.adapters.bus.publish([outboxEntry(RecommendationsRequested, data)]);
  return data;
};
const jobOf = ({ jobId }: { jobId: string }) => readDocument(ai.context.store, JobDocument, jobId);
const plansOf = ({ draftId }: { draftId: string }) => readDocument(ai.context.store, RecommendationsDocument, draftId);
const finished = (job: { jobId: string }) => eventually(async () => ((await jobOf(job))?.finishedAt ? ((await jobOf(job)) as Job) : false));
const workedOff = () => eventually(async () => (await ai.context.database.sql('select 1 from inbox where done_at is null')).length === 0);

const work = (context: Context, data: RecommendationsRequestedData) =>
  onRecommendationsRequested.kind === 'long'
    ? onRecommendationsRequested.work(context, outboxEntry(RecommendationsRequested, data), new AbortController().signal)
    : Promise.reject(new Error('This is no long reaction.'));

describe('a request for recommendations', () => {
  it('is made into three plans, one a budget tier, that are in the store before the job is SUCCEEDED, and rings', async () => {
    const data = requestOf();
    await writeDocument(ai.context.store, JobDocument, data.jobId, queuedJob('recommendations', data));
    let rings = 0;
    cleanups.add(await ai.context.doorbell.listen(`job:${data.jobId}`, () => void rings++));
    await ai.adapters.bus.publish([outboxEntry(RecommendationsRequested, data)]);
    expect(await finished(data)).toMatchObject({ status: 'SUCCEEDED', progress: 100, error: null });
    const plans = await plansOf(data);
    expect(plans).toMatchObject({
      jobId: data.jobId,
      recommendations: [{ tier: 'LOW', source: 'rules' }, { tier: 'MEDIUM' }, { tier: 'HIGH' }],
    });
    expect(Date.parse(plans!.createdAt)).toBeLessThanOrEqual(Date.parse((await jobOf(data))!.finishedAt!));
    await eventually(() => rings > 0);
  });

  it('whose job the store lacks makes the job from its message', async () => {
    const data = await request();
    expect(await finished(data)).toMatchObject({
      id: data.jobId,
      ownerId: data.ownerId,
      draftId: data.draftId,
      status: 'SUCCEEDED',
      requestedAt: data.requestedAt,
    });
  });

  it('that comes twice makes the plans once', async () => {
    const data = await request();
    await finished(data);
    const first = await plansOf(data);
    await request(data);
    await workedOff();
    expect(await plansOf(data)).toEqual(first);
  });

  it('leaves its results in the store for 24 hours, under the draft’s id', async () => {
    const data = await request();
    await finished(data);
    const [row] = await ai.context.database.sql<{ hours: string }>(
      `select extract(epoch from expires_at - now()) / 3600 as hours from store.entries where key = $1`,
      [`ai:recommendation:${data.draftId}`],
    );
    expect(Number(row?.hours)).toBeCloseTo(24, 1);
  });

  it('past its deadline is left alone', async () => {
    const data = await request({ deadline: new Date(Date.now() - 1).toISOString() });
    await workedOff();
    expect(await plansOf(data)).toBeNull();
    expect(await jobOf(data)).toBeNull();
  });

  it('taken up again after a kill goes on from its message, with progress that never goes back', async () => {
    const data = requestOf();
    const half = nextJob(queuedJob('recommendations', data), { status: 'RUNNING', progress: 80 }, new Date()) as Job;
    await writeDocument(ai.context.store, JobDocument, data.jobId, half);
    await ai.adapters.bus.publish([outboxEntry(RecommendationsRequested, data)]);
    expect(await finished(data)).toMatchObject({ status: 'SUCCEEDED', progress: 100 });
  });

  it('that the provider cannot serve FAILS with AI_001', async () => {
    for (const provider of [
      { name: 'broken', plan: async () => Promise.reject(new Error('away')) },
      { name: 'hostile', plan: async () => [] },
    ]) {
      const data = requestOf();
      await work({ ...ai.context, provider, log: ai.context.log.child({}, { level: 'silent' }) }, data);
      expect(await jobOf(data)).toMatchObject({ status: 'FAILED', error: { code: 'AI_001' } });
      expect(await plansOf(data)).toBeNull();
    }
  });

  it('answered after its deadline changes nothing: the late end is refused', async () => {
    const data = requestOf();
    const late = new Date(Date.parse(data.deadline) + 1);
    const context: Context = { ...ai.context };
    const provider: Context['provider'] = {
      name: 'slow',
      plan: async (planRequest, signal) => {
        context.now = () => late;
        return ai.context.provider.plan(planRequest, signal);
      },
    };
    await work(Object.assign(context, { provider }), data);
    expect(await jobOf(data)).toMatchObject({ status: 'RUNNING', finishedAt: null });
    expect(await plansOf(data)).toBeNull();
  });
});
