import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { decideEntry } from './decide-entry.ts';
import type { Entry } from './entry.ts';
import type { EventRow } from './event.entity.ts';

const now = new Date('2026-05-01T00:00:00Z');
const [startsAt, endsAt] = [new Date('2026-04-01T00:00:00Z'), new Date('2026-06-01T00:00:00Z')];
const event = { channels: ['SNS', 'URIDONGNE_TV'], startsAt, endsAt, endedAt: null, drawnAt: null } as unknown as EventRow;
const entry: Entry = {
  eventId: randomUUID(),
  name: '김',
  phone: '01012345678',
  channel: 'SNS',
  storeVisit: false,
  consentMarketing: false,
};

describe('an entry', () => {
  it('is taken on the event’s channels', () => {
    expect(decideEntry(event, entry, now)).toBeUndefined();
  });

  it('on another channel is refused with the names that people know them by', () => {
    const words = { en: 'The event is shown on SNS, URIDONGNE_TV.', ko: '이 이벤트의 채널은 SNS, 우리동네TV입니다.' };
    expect(() => decideEntry(event, { ...entry, channel: 'GENIE_TV' }, now)).toThrow(
      expect.objectContaining({ code: 'BAD_USER_INPUT', field: 'input.channel', words }),
    );
  });
});
