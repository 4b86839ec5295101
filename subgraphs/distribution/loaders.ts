import DataLoader from 'dataloader';
import type { Context } from './context.ts';
import { type EventDistribution, readDistributions } from './read-distributions.ts';

export type Loaders = { distribution: (eventId: string) => Promise<EventDistribution | null> };

/** The loaders of one request. Nothing is remembered: a subscription's context outlives many states. */
export const createLoaders = (ctx: Context): Loaders => {
  const distributions = new DataLoader((ids: readonly string[]) => readDistributions(ctx, ids), { cache: false, maxBatchSize: 500 });
  return { distribution: (eventId) => distributions.load(eventId) };
};
