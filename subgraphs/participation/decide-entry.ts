import { badInput, CodedError } from '#kit/errors.ts';
import { channelNames } from '#schema/channel-names.ts';
import { eventStatus } from '#schema/event-status.ts';
import type { Entry } from './entry.ts';
import type { EventRow } from './event.entity.ts';

/** Seconds in which `event.created` has usually come. */
const RETRY_AFTER = 2;

/**
 * Whether an event takes an entry at `now` (spec §5): `PART_005` unknown, `PART_003` drawn, `PART_001` not open, `BAD_USER_INPUT` for a
 * channel that is not the event's. A phone number that takes part already is for the database to say.
 */
export function decideEntry(event: EventRow | null, entry: Entry, now: Date): asserts event is EventRow {
  if (event === null) throw new CodedError('PART_005', { retryAfter: RETRY_AFTER });
  if (event.drawnAt) throw new CodedError('PART_003');
  const status = eventStatus(event, now);
  if (status === 'SCHEDULED')
    throw new CodedError('PART_001', {
      message: {
        en: 'The event has not begun yet. Come back when it does.',
        ko: '아직 시작하지 않은 이벤트입니다. 시작한 뒤에 참여해 주세요.',
      },
    });
  if (status === 'ENDED')
    throw new CodedError('PART_001', {
      message: { en: 'The event is over: it takes no more entries.', ko: '끝난 이벤트라 더 참여할 수 없습니다.' },
    });
  if (!event.channels.includes(entry.channel))
    throw badInput('input.channel', {
      en: `The event is shown on ${event.channels.join(', ')}.`,
      ko: `이 이벤트의 채널은 ${event.channels.map((channel) => channelNames[channel]).join(', ')}입니다.`,
    });
}
