import { z } from 'zod';
import { defineDocument } from '#kit/store/document.ts';
import { Recommendation } from '../recommendation.ts';
import { lifetimes } from './lifetimes.ts';

/** `ai:recommendation:{draftId}` (spec §5, AI): the plans of the draft's newest finished job, written before that job is SUCCEEDED. */
export const RecommendationsDocument = defineDocument({
  name: 'ai:recommendation:{draftId}',
  key: (draftId: string) => `ai:recommendation:${draftId}`,
  description: 'Three plans for a draft, one a budget tier, from LOW to HIGH.',
  writer: 'ai',
  readers: ['event'],
  ttlMs: lifetimes.recommendations,
  schema: z.object({
    jobId: z.uuid(),
    draftId: z.uuid(),
    recommendations: z.array(Recommendation).length(3),
    createdAt: z.iso.datetime(),
  }),
});
export type Recommendations = z.infer<typeof RecommendationsDocument.schema>;
