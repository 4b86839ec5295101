import type { RequestContext } from './context.ts';
import type { Entries } from './figures.ts';
import type { TimelinePoint } from './schema.generated.ts';
import { fillTimeline, type TimelineArgs, timelineRange } from './timeline.ts';

/** `timeline` of one event or of a user's events together, without gaps. `BAD_USER_INPUT` for a range that is reversed or too long. */
export const entryTimeline = async (ctx: RequestContext, entries: Entries, args: TimelineArgs): Promise<TimelinePoint[]> => {
  const range = timelineRange(args, entries, ctx.now());
  return range === null ? [] : fillTimeline(range, await ctx.load.counts({ eventIds: entries.eventIds, range }));
};
