import { describe, expect, it } from '@jest/globals';
import { eventStatus } from './event-status.ts';

const startsAt = new Date('2026-05-01T00:00:00Z');
const endsAt = new Date('2026-05-02T00:00:00Z');

describe('the status of an event', () => {
  it.each([
    ['2026-04-30T23:59:59.999Z', null, 'SCHEDULED'],
    ['2026-05-01T00:00:00.000Z', null, 'OPEN'],
    ['2026-05-01T23:59:59.999Z', null, 'OPEN'],
    ['2026-05-02T00:00:00.000Z', null, 'ENDED'],
    ['2026-05-01T12:00:00.000Z', '2026-05-01T11:00:00.000Z', 'ENDED'],
    ['2026-04-30T12:00:00.000Z', '2026-04-30T11:00:00.000Z', 'ENDED'],
  ])('at %s, ended early at %s, is %s', (now, endedAt, status) => {
    expect(eventStatus({ startsAt, endsAt, endedAt: endedAt === null ? null : new Date(endedAt) }, new Date(now))).toBe(status);
  });
});
