import { describe, expect, it } from '@jest/globals';
import { isFinished, type Job, jobAt, nextJob, queuedJob } from './job.ts';

const requested: Job = queuedJob('recommendations', {
  jobId: 'd7c5a5d2-3f0c-4f57-9a3f-7b1b7d0b6f01',
  draftId: 'd7c5a5d2-3f0c-4f57-9a3f-7b1b7d0b6f02',
  ownerId: 'd7c5a5d2-3f0c-4f57-9a3f-7b1b7d0b6f03',
  requestedAt: '2026-05-01T00:00:00.000Z',
  deadline: '2026-05-01T00:05:00.000Z',
});
const inTime = new Date('2026-05-01T00:04:59.999Z');
const late = new Date('2026-05-01T00:05:00.000Z');

describe('a job in the store', () => {
  it('is read as TIMED_OUT from its deadline on, with a newer version and the code of its kind', () => {
    expect(jobAt(requested, inTime)).toBe(requested);
    expect(jobAt(requested, late)).toMatchObject({
      status: 'TIMED_OUT',
      version: 2,
      error: { code: 'AI_002' },
      finishedAt: requested.deadline,
    });
  });

  it('refuses writers after its deadline', () => {
    expect(nextJob(requested, { status: 'SUCCEEDED' }, late)).toBeNull();
  });

  it('refuses writers after its final status, which the deadline does not change', () => {
    const done = nextJob(requested, { status: 'SUCCEEDED' }, inTime)!;
    expect(isFinished(done)).toBe(true);
    expect(nextJob(done, { status: 'FAILED' }, inTime)).toBeNull();
    expect(jobAt(done, late)).toBe(done);
  });

  it('never goes back in progress when a killed worker’s job is taken up again', () => {
    const half = nextJob(requested, { status: 'RUNNING', progress: 50 }, inTime)!;
    expect(nextJob(half, { status: 'RUNNING', progress: 0 }, inTime)).toMatchObject({ progress: 50, version: 3 });
  });
});
