import type { RequestContext } from './context.ts';
import type { Participant } from './schema.generated.ts';
import { shownParticipant } from './shown-participant.ts';

/** The participant that another subgraph refers to; null when there is none. */
export const participant = async (ctx: RequestContext, id: string): Promise<Participant | null> => {
  const row = await ctx.load.participant(id);
  const event = row === null ? null : await ctx.load.event(row.eventId);
  return row === null || event === null ? null : shownParticipant(ctx, row, event.ownerId);
};
