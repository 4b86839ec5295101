import { badInput } from '#kit/errors.ts';
import type { RequestContext } from './context.ts';
import { cursorOf, placeOf } from './entry-cursor.ts';
import { ownEvent } from './own-event.ts';
import { readSearch } from './participant-search.ts';
import type { EventParticipantsArgs, ParticipantConnection } from './schema.generated.ts';
import { shownParticipant } from './shown-participant.ts';

const PAGE = 20;
const LONGEST_PAGE = 100;

/** `Event.participants`: the owner's, in the order of entries. Null for an event that is not known. */
export const participants = async (
  ctx: RequestContext,
  eventId: string,
  args: Partial<EventParticipantsArgs>,
): Promise<ParticipantConnection | null> => {
  const event = await ownEvent(ctx, eventId);
  if (event === null) return null;
  const size = pageSize(args.first ?? PAGE);
  const after = args.after == null ? 0 : placeOf(args.after);
  const { search, channel = null, storeVisit = null, winner = null } = args;
  const page = { limit: size + 1, after, channel, storeVisit, winner, search: search ?? null };
  const rows = await ctx.load.participants({ eventId: event.id, page, search: readSearch(ctx, search) });
  const edges = rows.slice(0, size).map((row) => ({ cursor: cursorOf(row), node: shownParticipant(ctx, row, event.ownerId) }));
  return {
    edges,
    pageInfo: {
      hasNextPage: rows.length > size,
      hasPreviousPage: after > 0,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
  };
};

const pageSize = (first: number): number => {
  if (first < 1 || first > LONGEST_PAGE)
    throw badInput('first', {
      en: `Ask for 1 to ${LONGEST_PAGE} participants.`,
      ko: `참여자는 한 번에 1명에서 ${LONGEST_PAGE}명까지 볼 수 있습니다.`,
    });
  return first;
};
