import DataLoader from 'dataloader';
import { isUuid } from '#kit/is-uuid.ts';
import { type DocumentContract, readDocuments } from '#kit/store/document.ts';
import { type Draft, DraftDocument } from '#schema/store/draft.ts';
import { type DraftImages, DraftImagesDocument } from '#schema/store/draft-images.ts';
import { type Job, JobDocument, jobAt, queuedJob } from '#schema/store/job.ts';
import type { Context } from './context.ts';
import { ImageEntity, type ImageRow } from './image.entity.ts';
import { ImageRequestEntity } from './image-request.entity.ts';
import { jobRequestOf } from './job-request.ts';

/** Null, or an empty list, for what there is not. Nothing is remembered: a subscription's context outlives many states. */
export type Loaders = {
  image: (id: string) => Promise<ImageRow | null>;
  /** In the order they were made. */
  imagesOfJob: (jobId: string) => Promise<ImageRow[]>;
  draft: (id: string) => Promise<Draft | null>;
  draftImages: (draftId: string) => Promise<DraftImages | null>;
  /** As it is now, with TIMED_OUT derived; one that is not in the store yet comes from its request. */
  job: (id: string) => Promise<Job | null>;
  /** The draft's newest job. */
  latestJobId: (draftId: string) => Promise<string | null>;
};

/** The loaders of one request: what one tick asks for goes out in one query. */
export const createLoaders = (ctx: Context): Loaders => {
  const document = <Value>(contract: DocumentContract<string, Value>) => batched((ids) => readDocuments(ctx.store, contract, ids));
  const imagesOfJob = batched((ids) => readImagesOfJobs(ctx, ids));
  return {
    image: batched(async (ids) => {
      const rows = await ctx.database.em().find(ImageEntity, { id: { $in: [...ids] } });
      return ids.map((id) => rows.find((row) => row.id === id) ?? null);
    }),
    imagesOfJob: async (jobId) => (await imagesOfJob(jobId)) ?? [],
    draft: document(DraftDocument),
    draftImages: document(DraftImagesDocument),
    job: batched((ids) => readJobs(ctx, ids)),
    latestJobId: batched((ids) => readLatestJobIds(ctx, ids)),
  };
};

const batched = <Value>(read: (ids: readonly string[]) => Promise<(Value | null)[]>): ((id: string) => Promise<Value | null>) => {
  const loader = new DataLoader<string, Value | null>(read, { cache: false, maxBatchSize: 500 });
  return async (id) => (isUuid(id) ? loader.load(id.toLowerCase()) : null);
};

const readImagesOfJobs = async ({ database }: Context, jobIds: readonly string[]): Promise<ImageRow[][]> => {
  const rows = await database.em().find(ImageEntity, { jobId: { $in: [...jobIds] } }, { orderBy: { createdAt: 'asc', id: 'asc' } });
  return jobIds.map((jobId) => rows.filter((row) => row.jobId === jobId));
};

const readJobs = async ({ store, database, now }: Context, ids: readonly string[]): Promise<(Job | null)[]> => {
  const jobs = await readDocuments(store, JobDocument, ids);
  const absent = ids.filter((_, at) => jobs[at] === null);
  const pending =
    absent.length === 0 ? [] : await database.em().find(ImageRequestEntity, { jobId: { $in: absent }, deadline: { $gt: now() } });
  return ids.map((id, at) => {
    const request = pending.find(({ jobId }) => jobId === id);
    const job = jobs[at] ?? (request === undefined ? null : queuedJob('images', jobRequestOf(request)));
    return job === null ? null : jobAt(job, now());
  });
};

const readLatestJobIds = async ({ database }: Context, draftIds: readonly string[]): Promise<(string | null)[]> => {
  const rows = await database.sql<{ draft_id: string; job_id: string }>(
    'select distinct on (draft_id) draft_id, job_id from image_requests where draft_id = any($1) order by draft_id, requested_at desc, job_id',
    [[...draftIds]],
  );
  return draftIds.map((draftId) => rows.find((row) => row.draft_id === draftId)?.job_id ?? null);
};
