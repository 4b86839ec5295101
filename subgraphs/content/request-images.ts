import type { Transaction } from '#kit/database.ts';
import { readDocuments } from '#kit/store/document.ts';
import type { ImagePlatform, ImageStyle } from '#schema/enums.ts';
import { ImagesRequested } from '#schema/events/content.ts';
import type { Draft } from '#schema/store/draft.ts';
import { isFinished, type Job, JobDocument, jobAt, queuedJob } from '#schema/store/job.ts';
import type { Context } from './context.ts';
import { ensureJob } from './image-job.ts';
import { ImageRequestEntity, type ImageRequestRow } from './image-request.entity.ts';
import { jobRequestOf } from './job-request.ts';

/** How long a job's images may take from the request (spec §5 Content). */
const LIMIT_MS = 5 * 60_000;

type Wanted = { styles: ImageStyle[]; platforms: ImagePlatform[]; replaces: string | null };

/**
 * One job for one wish: while a job for the same images of the draft runs, that one; otherwise a new one, which has succeeded as a
 * request when its message is in the outbox (spec §4). Jobs of one draft are worked on one after the other.
 */
export const requestImages = async (ctx: Context, draft: Draft, wanted: Wanted): Promise<Job> => {
  const request = await ctx.transaction(async (tx) => {
    await tx.sql('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`images:${draft.id}`]);
    return (await runningRequest(ctx, tx, draft.id, wanted)) ?? publishRequest(ctx, tx, draft, wanted);
  });
  return ensureJob(ctx, jobRequestOf(request)).catch((error) => {
    ctx.log.warn({ err: error, jobId: request.jobId }, 'the job is not in the store yet; its consumer will put it there');
    return queuedJob('images', jobRequestOf(request));
  });
};

const isSame = (request: ImageRequestRow, { styles, platforms, replaces }: Wanted): boolean =>
  request.replaces === replaces && `${request.styles}` === `${styles}` && `${request.platforms}` === `${platforms}`;

const runningRequest = async (ctx: Context, { em }: Transaction, draftId: string, wanted: Wanted): Promise<ImageRequestRow | null> => {
  const recent = await em.find(ImageRequestEntity, { draftId, deadline: { $gt: ctx.now() } }, { orderBy: { requestedAt: 'desc' } });
  const same = recent.filter((request) => isSame(request, wanted));
  const jobs = await readDocuments(
    ctx.store,
    JobDocument,
    same.map(({ jobId }) => jobId),
  );
  return same.find((_, at) => !isOver(jobs[at] ?? null, ctx.now())) ?? null;
};

const isOver = (job: Job | null, now: Date): boolean => job !== null && isFinished(jobAt(job, now));

const publishRequest = (ctx: Context, { em, publish }: Transaction, { id, ownerId }: Draft, wanted: Wanted): ImageRequestRow => {
  const requestedAt = ctx.now();
  const deadline = new Date(requestedAt.getTime() + LIMIT_MS);
  const request = em.create(ImageRequestEntity, { jobId: ctx.newId(), draftId: id, ownerId, ...wanted, requestedAt, deadline });
  em.persist(request);
  publish(ImagesRequested, { ...jobRequestOf(request), ...wanted });
  return request;
};
