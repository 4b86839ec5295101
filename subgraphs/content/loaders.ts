import { loadById } from '#kit/load-by-id.ts';
import { type DocumentContract, readDocuments } from '#kit/store/document.ts';
import { type Draft, DraftDocument } from '#schema/store/draft.ts';
import { type DraftImages, DraftImagesDocument } from '#schema/store/draft-images.ts';
import { type Job, JobDocument, jobAt, queuedJob } from '#schema/store/job.ts';
import type { Context } from './context.ts';
import { ImageEntity, type ImageRow } from './image.entity.ts';
import { ImageRequestEntity } from './image-request.entity.ts';
import { jobRequestOf } from './job-request.ts';

/** Null, or an empty list, for what there is not. */
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
  const document = <Value>(contract: DocumentContract<string, Value>) =>
    loadById(async (ids) => {
      const documents = await readDocuments(ctx.store, contract, ids);
      return new Map(ids.map((id, at) => [id, documents[at] ?? null]));
    });
  const imagesOfJob = loadById((ids) => readImagesOfJobs(ctx, ids));
  return {
    image: loadById(async (ids) => {
      const rows = await ctx.database.em().find(ImageEntity, { id: { $in: [...ids] } });
      return new Map(rows.map((row) => [row.id, row]));
    }),
    imagesOfJob: async (jobId) => (await imagesOfJob(jobId)) ?? [],
    draft: document(DraftDocument),
    draftImages: document(DraftImagesDocument),
    job: loadById((ids) => readJobs(ctx, ids)),
    latestJobId: loadById((ids) => readLatestJobIds(ctx, ids)),
  };
};

const readImagesOfJobs = async ({ database }: Context, jobIds: readonly string[]): Promise<Map<string, ImageRow[]>> => {
  const rows = await database.em().find(ImageEntity, { jobId: { $in: [...jobIds] } }, { orderBy: { createdAt: 'asc', id: 'asc' } });
  return Map.groupBy(rows, ({ jobId }) => jobId);
};

const readJobs = async ({ store, database, now }: Context, ids: readonly string[]): Promise<Map<string, Job>> => {
  const jobs = await readDocuments(store, JobDocument, ids);
  const absent = ids.filter((_, at) => jobs[at] === null);
  const pending =
    absent.length === 0 ? [] : await database.em().find(ImageRequestEntity, { jobId: { $in: absent }, deadline: { $gt: now() } });
  const found = [...jobs.filter((job) => job !== null), ...pending.map((request) => queuedJob('images', jobRequestOf(request)))];
  return new Map(found.map((job) => [job.id, jobAt(job, now())]));
};

const readLatestJobIds = async ({ database }: Context, draftIds: readonly string[]): Promise<Map<string, string>> => {
  const rows = await database.sql<{ draft_id: string; job_id: string }>(
    'select distinct on (draft_id) draft_id, job_id from image_requests where draft_id = any($1) order by draft_id, requested_at desc, job_id',
    [[...draftIds]],
  );
  return new Map(rows.map(({ draft_id, job_id }) => [draft_id, job_id]));
};
