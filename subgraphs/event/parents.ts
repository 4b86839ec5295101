import type { Recommendation as Plan } from '#schema/recommendation.ts';
import type { Draft } from '#schema/store/draft.ts';
import type { Job } from '#schema/store/job.ts';
import type { EventRow } from './event.entity.ts';

/** What the resolvers of a type get as their parent, under the type's name in the schema. */
export type Event = EventRow;
export type EventDraft = Draft;
export type RecommendationJob = Job;
export type Recommendation = Plan;
export type Image = { id: string; url: string };
