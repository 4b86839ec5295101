import type { Transaction } from '#kit/database.ts';
import { readDocument } from '#kit/store/document.ts';
import { errorCatalogue } from '#schema/errors.ts';
import { ContentCompleted, type ImagesRequestedData } from '#schema/events/content.ts';
import { DraftDocument } from '#schema/store/draft.ts';
import { DraftImagesDocument } from '#schema/store/draft-images.ts';
import { isFinished, type Job, jobAt } from '#schema/store/job.ts';
import type { Context } from './context.ts';
import { changeJob, ensureJob, jobBell } from './image-job.ts';
import { keptImages, makeImage, RenderingFailed, variantFor } from './make-image.ts';

type End = (transaction: Transaction) => Promise<void>;

const nothing: End = async () => {};

/**
 * Makes a job's images one by one, each in its place before the next begins: file, row, `content:images:{draftId}`, progress, ring.
 * Taken up again after a kill it goes on where it was: ids and looks follow from the job. Returns what the transaction that ends the
 * job does. A plan that is gone or a picture that cannot be drawn ends the job as FAILED, its deadline as TIMED_OUT; anything else
 * (the store away, the lease lost) is thrown, and the message is tried again.
 */
export const makeImages = async (ctx: Context, request: ImagesRequestedData, signal: AbortSignal): Promise<End> => {
  const found = await ensureJob(ctx, request);
  if (found.status === 'SUCCEEDED') return announce(ctx, request);
  if (isOver(ctx, found)) return nothing;
  const deadline = AbortSignal.timeout(Math.max(0, Date.parse(request.deadline) - ctx.now().getTime()));
  try {
    return await makeEach(ctx, request, AbortSignal.any([signal, deadline]));
  } catch (error) {
    if (signal.aborted) throw error;
    if (deadline.aborted) return nothing;
    if (!(error instanceof RenderingFailed)) throw error;
    ctx.log.error({ err: error, jobId: request.jobId }, 'images could not be made');
    return fail(ctx, request, 'CONTENT_001');
  }
};

const isOver = ({ now }: Context, job: Job): boolean => isFinished(jobAt(job, now()));

const makeEach = async (ctx: Context, request: ImagesRequestedData, signal: AbortSignal): Promise<End> => {
  const draft = await readDocument(ctx.store, DraftDocument, request.draftId);
  if (draft === null || draft.chosen === null || draft.state === 'DISCARDED') return fail(ctx, request, 'CONTENT_003');
  const kept = await keptImages(ctx, request.jobId);
  const variant = await variantFor(ctx, request);
  const places = request.styles.flatMap((style) => request.platforms.map((platform) => ({ style, platform })));
  if (isOver(ctx, await changeJob(ctx, request, { status: 'RUNNING' }))) return nothing;
  await ctx.database.sql('insert into image_drafts (draft_id) values ($1) on conflict do nothing', [request.draftId]);
  for (const [index, place] of places.entries()) {
    await makeImage(ctx, { request, draft, chosen: draft.chosen, kept, variant, ...place }, signal);
    const progress = Math.min(99, Math.round(((index + 1) / places.length) * 100));
    if (isOver(ctx, await changeJob(ctx, request, { status: 'RUNNING', progress }))) return nothing;
  }
  return announce(ctx, request);
};

const fail =
  (ctx: Context, request: ImagesRequestedData, code: 'CONTENT_001' | 'CONTENT_003'): End =>
  async () => {
    await changeJob(ctx, request, { status: 'FAILED', error: { code, message: errorCatalogue[code] } });
  };

/** SUCCEEDED stands in the store before the commit: when the commit fails, the message comes again and finds it so. */
const announce =
  (ctx: Context, request: ImagesRequestedData): End =>
  async (tx) => {
    const { jobId, draftId, ownerId } = request;
    const job = await changeJob(ctx, request, { status: 'SUCCEEDED' });
    const listed = await readDocument(ctx.store, DraftImagesDocument, draftId);
    if (job.status !== 'SUCCEEDED' || listed === null) return;
    const images = listed.images.map(({ jobId: _, ...image }) => image);
    tx.publish(ContentCompleted, { jobId, draftId, ownerId, images, completedAt: ctx.now().toISOString() });
    tx.ring(jobBell(jobId));
  };
