import { describe, expect, it } from '@jest/globals';
import type { EventRow } from './event.entity.ts';
import { pulseOf } from './event-pulse.ts';

const at = (minute: number): Date => new Date(Date.UTC(2026, 4, 1, 9, minute));
const event = {
  id: 'e',
  ownerId: 'o',
  channels: ['SNS'],
  startsAt: at(10),
  endsAt: at(20),
  endedAt: null,
  sealedSeed: '',
  commitment: '',
  participantCount: 0,
  drawnAt: null,
  version: 1,
} as EventRow;

describe('the version of a pulse', () => {
  it('grows when time opens and ends the event', () => {
    const pulses = [9, 10, 19, 20].map((minute) => pulseOf(event, at(minute)));
    expect(pulses.map(({ status }) => status)).toEqual(['SCHEDULED', 'OPEN', 'OPEN', 'ENDED']);
    expect(pulses.map(({ version }) => version)).toEqual([1, 2, 2, 3]);
    expect(pulses.map(({ changesAt }) => changesAt)).toEqual([at(10), at(20), at(20), null]);
  });

  it('grows when an owner ends the event before it began', () => {
    expect(pulseOf({ ...event, endedAt: at(5), version: 2 } as EventRow, at(5))).toMatchObject({ status: 'ENDED', version: 4 });
  });
});
