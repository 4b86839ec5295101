import { describe, expect, it } from '@jest/globals';
import type { ChannelStatus } from './distribution.entity.ts';
import { completedAt, distributionStatus } from './distribution-status.ts';

const of = (...statuses: ChannelStatus[]) => statuses.map((status) => ({ status }));

describe('the status of a distribution', () => {
  it.each([
    ['PENDING', of('PENDING', 'PENDING')],
    ['RUNNING', of('PENDING', 'SENDING')],
    ['RUNNING', of('DONE', 'PENDING')],
    ['RUNNING', of('FAILED', 'SENDING')],
    ['DONE', of('DONE', 'DONE')],
    ['PARTIAL', of('DONE', 'FAILED')],
    ['PARTIAL', of('DONE', 'CANCELLED')],
    ['FAILED', of('FAILED', 'FAILED')],
    ['FAILED', of('FAILED', 'CANCELLED')],
    ['CANCELLED', of('CANCELLED', 'CANCELLED')],
  ] as const)('is %s for %j', (status, channels) => {
    expect(distributionStatus(channels)).toBe(status);
  });
});

describe('its completion', () => {
  const [early, late] = [new Date('2026-05-01T00:00:00Z'), new Date('2026-05-02T00:00:00Z')];

  it('is when the last channel finished', () => {
    expect(
      completedAt([
        { status: 'DONE', completedAt: late },
        { status: 'FAILED', completedAt: early },
      ]),
    ).toEqual(late);
  });

  it('is null while a channel is not finished', () => {
    expect(
      completedAt([
        { status: 'DONE', completedAt: late },
        { status: 'SENDING', completedAt: null },
      ]),
    ).toBeNull();
  });
});
