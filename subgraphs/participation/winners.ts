import type { RequestContext } from './context.ts';
import type { DrawRow } from './draw.entity.ts';
import type { Participant } from './schema.generated.ts';
import { shownParticipant } from './shown-participant.ts';

/** `Draw.winners`, in the order drawn; masked for all but the owner. */
export const winners = async (ctx: RequestContext, { eventId }: DrawRow): Promise<Participant[]> => {
  const [event, rows] = await Promise.all([ctx.load.event(eventId), ctx.load.winners(eventId)]);
  return event === null || rows === null ? [] : rows.map((row) => shownParticipant(ctx, row, event.ownerId));
};
