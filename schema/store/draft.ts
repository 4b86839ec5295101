import { z } from 'zod';
import { defineDocument } from '#kit/store/document.ts';
import { DecimalString } from '../decimal.ts';
import { Channel, Objective } from '../enums.ts';
import { Image } from '../image.ts';
import { Recommendation } from '../recommendation.ts';
import { StoreSnapshot } from '../store-snapshot.ts';
import { lifetimes } from './lifetimes.ts';

/** A draft's copy of the plan that was chosen, with the owner's edits already in it; `targetRoi` in per cent. */
export const ChosenRecommendation = Recommendation.extend({ targetRoi: DecimalString.nullable() });
export type ChosenRecommendation = z.infer<typeof ChosenRecommendation>;

/** `OPEN` is edited; the others are reached by compare-and-set and never left, but for `PUBLISHING` → `PUBLISHED`. */
export const DraftState = z.enum(['OPEN', 'PUBLISHING', 'PUBLISHED', 'DISCARDED']);
export type DraftState = z.infer<typeof DraftState>;

/** `draft:event:{id}` (spec §5, Event): an event before its final approval. Times are RFC 3339 in UTC. */
export const DraftDocument = defineDocument({
  name: 'draft:event:{id}',
  key: (id: string) => `draft:event:${id}`,
  description: 'A draft: 7 days from its last change. Its id is the event’s later.',
  writer: 'event',
  readers: ['event', 'content'],
  ttlMs: lifetimes.draft,
  schema: z.object({
    id: z.uuid(),
    ownerId: z.uuid(),
    objective: Objective,
    store: StoreSnapshot,
    state: DraftState,
    /** The newest job that makes recommendations for it. */
    recommendationJobId: z.uuid().nullable(),
    chosen: ChosenRecommendation.nullable(),
    image: Image.nullable(),
    channels: z.array(Channel),
    startsAt: z.iso.datetime().nullable(),
    endsAt: z.iso.datetime().nullable(),
    version: z.int().positive(),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
    expiresAt: z.iso.datetime(),
  }),
});
export type Draft = z.infer<typeof DraftDocument.schema>;
