import { loadById } from '#kit/load-by-id.ts';
import { type DocumentContract, readDocuments } from '#kit/store/document.ts';
import { type Draft, DraftDocument } from '#schema/store/draft.ts';
import { type Job, JobDocument, jobAt } from '#schema/store/job.ts';
import { type Recommendations, RecommendationsDocument } from '#schema/store/recommendations.ts';
import type { Context } from './context.ts';
import { DraftImagesEntity, type DraftImagesRow } from './draft-images.entity.ts';
import { EventEntity, type EventRow } from './event.entity.ts';

/** Each resolves with null for what there is not. */
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
  const document = <Value>(contract: DocumentContract<string, Value>) =>
    loadById(async (ids) => {
      const documents = await readDocuments(store, contract, ids);
      return new Map(ids.map((id, at) => [id, documents[at] ?? null]));
    });
  const job = document(JobDocument);
  return {
    event: loadById(async (ids) => {
      const events = await database.em().find(EventEntity, { id: { $in: [...ids] } });
      return new Map(events.map((event) => [event.id, event]));
    }),
    draft: document(DraftDocument),
    job: async (id) => ofJob(await job(id), now()),
    recommendations: document(RecommendationsDocument),
    images: loadById(async (ids) => {
      const images = await database.em().find(DraftImagesEntity, { draftId: { $in: [...ids] } });
      return new Map(images.map((row) => [row.draftId, row]));
    }),
  };
};

const ofJob = (job: Job | null, now: Date): Job | null => (job === null ? null : jobAt(job, now));
