import type { Objective } from '#schema/enums.ts';
import type { Draft } from '#schema/store/draft.ts';
import type { StoreSnapshot } from '#schema/store-snapshot.ts';
import { touched } from './draft.ts';
import { plainText } from './plain-text.ts';

export type NewDraft = { id: string; ownerId: string; objective: Objective; store: StoreSnapshot };

/** A draft at its beginning. The store's words are the client's: `BAD_USER_INPUT` when they are empty or oversized. */
export const newDraft = ({ id, ownerId, objective, store }: NewDraft, now: Date): Draft =>
  touched(now, {
    id,
    ownerId,
    objective,
    store: {
      name: plainText('input.store.name', store.name, { longest: 100 }),
      industry: store.industry,
      address: plainText('input.store.address', store.address, { longest: 200 }),
    },
    state: 'OPEN',
    recommendationJobId: null,
    chosen: null,
    image: null,
    channels: [],
    startsAt: null,
    endsAt: null,
    version: 1,
    createdAt: now.toISOString(),
  });
