import { isUuid } from '#kit/is-uuid.ts';
import type { LiveSource } from '#kit/live.ts';
import type { EventStatus } from '#schema/enums.ts';
import { eventStatus, statusChangesAt } from '#schema/event-status.ts';
import type { Context } from './context.ts';
import { EventEntity, type EventRow } from './event.entity.ts';
import { participationBell } from './participation-bell.ts';
import type { EventPulse, SubscriptionEventPulseArgs } from './schema.generated.ts';

const WAIT_MS = 10_000;

/** How often time has changed the status by then. */
const STEPS: Record<EventStatus, number> = { SCHEDULED: 0, OPEN: 1, ENDED: 2 };

type Pulse = EventPulse & { changesAt: Date | null };

/**
 * What an event's page shows at `now`. The row's version and the status only grow, so their sum does, also through changes that time
 * makes (spec §3); `changesAt` is when time makes the next one.
 */
export const pulseOf = (event: EventRow, now: Date): Pulse => {
  const status = eventStatus(event, now);
  return {
    event: { id: event.id },
    participantCount: event.participantCount,
    status,
    version: event.version + STEPS[status],
    changesAt: statusChangesAt(event, now),
  };
};

/** `Subscription.eventPulse`, public. An event that is not known yet is waited for (spec §3), then `EVENT_001`. */
export const eventPulse = (ctx: Context, args: SubscriptionEventPulseArgs): LiveSource<Pulse> => {
  const eventId = args.eventId.toLowerCase();
  return {
    bells: [participationBell(eventId)],
    waitForMs: isUuid(eventId) ? WAIT_MS : 0,
    read: async () => {
      const event = isUuid(eventId) ? await ctx.database.em().findOne(EventEntity, { id: eventId }) : null;
      return event && pulseOf(event, ctx.now());
    },
    changesAt: (pulse) => pulse.changesAt,
  };
};
