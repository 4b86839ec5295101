import DataLoader from 'dataloader';
import { isUuid } from '#kit/is-uuid.ts';
import { type DocumentContract, readDocuments } from '#kit/store/document.ts';
import { type Draft, DraftDocument } from '#schema/store/draft.ts';
import { type Job, JobDocument, jobAt } from '#schema/store/job.ts';
import { type Recommendations, RecommendationsDocument } from '#schema/store/recommendations.ts';
import type { Context } from './context.ts';
import { DraftImagesEntity, type DraftImagesRow } from './draft-images.entity.ts';
import { EventEntity, type EventRow } from './event.entity.ts';

/** Each resolves with null for what there is not. Nothing is remembered: a subscription's context outlives many states. */
export type Loaders = {
  event: (id: string) => Promise<EventRow | null>;
  draft: (id: string) => Promise<Draft | null>;
  /** As it is now: with TIMED_OUT derived. */
  job: (id: string) => Promise<Job | null>;
  recommendations: (draftId: string) => Promise<Recommendations | null>;
  images: (draftId: string) => Promise<DraftImagesRow | null>;
};

/** The loaders of one request: what one tick asks for goes out in one query. */
export const createLoaders = ({ store, database, now }: Context): Loaders => {
  const document = <Value>(contract: DocumentContract<string, Value>) => batched((ids) => readDocuments(store, contract, ids));
  const job = document(JobDocument);
  return {
    event: batched(async (ids) => inOrder(ids, await database.em().find(EventEntity, { id: { $in: [...ids] } }), ({ id }) => id)),
    draft: document(DraftDocument),
    job: async (id) => ofJob(await job(id), now()),
    recommendations: document(RecommendationsDocument),
    images: batched(async (ids) =>
      inOrder(ids, await database.em().find(DraftImagesEntity, { draftId: { $in: [...ids] } }), ({ draftId }) => draftId),
    ),
  };
};

const ofJob = (job: Job | null, now: Date): Job | null => (job === null ? null : jobAt(job, now));

const batched = <Row>(read: (ids: readonly string[]) => Promise<(Row | null)[]>): ((id: string) => Promise<Row | null>) => {
  const loader = new DataLoader<string, Row | null>(read, { cache: false, maxBatchSize: 500 });
  return async (id) => (isUuid(id) ? loader.load(id.toLowerCase()) : null);
};

const inOrder = <Row>(ids: readonly string[], rows: readonly Row[], idOf: (row: Row) => string): (Row | null)[] => {
  const byId = new Map(rows.map((row) => [idOf(row), row]));
  return ids.map((id) => byId.get(id) ?? null);
};
