import { IsolationLevel } from '@mikro-orm/core';
import { isUuid } from '#kit/is-uuid.ts';
import type { Context } from './context.ts';
import { ChannelDistributionEntity, type ChannelRow, DistributionEntity, type DistributionRow } from './distribution.entity.ts';

/** An event's distribution as the graph shows it. */
export type EventDistribution = DistributionRow & { ownerId: string; channelRows: ChannelRow[] };

/** The distributions of events in the order of `ids`, null for what is not known (yet): one snapshot, two statements. */
export const readDistributions = ({ database }: Pick<Context, 'database'>, ids: readonly string[]): Promise<(EventDistribution | null)[]> =>
  database.em().transactional(
    async (em) => {
      const known = [...new Set(ids.filter(isUuid).map((id) => id.toLowerCase()))];
      const rows = await em.find(DistributionEntity, { eventId: { $in: known }, ownerId: { $ne: null } });
      const channels = await em.find(ChannelDistributionEntity, { eventId: { $in: known } }, { orderBy: { channel: 'asc' } });
      const byEvent = Map.groupBy(channels, ({ eventId }) => eventId);
      const found = new Map(
        rows.map((row) => [row.eventId, { ...row, ownerId: row.ownerId as string, channelRows: byEvent.get(row.eventId) ?? [] }]),
      );
      return ids.map((id) => found.get(id.toLowerCase()) ?? null);
    },
    { isolationLevel: IsolationLevel.REPEATABLE_READ, readOnly: true },
  );

export const readDistribution = async (ctx: Pick<Context, 'database'>, eventId: string): Promise<EventDistribution | null> =>
  (await readDistributions(ctx, [eventId]))[0] ?? null;
