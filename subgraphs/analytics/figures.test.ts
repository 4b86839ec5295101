import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { eventFigures, userFigures } from './figures.ts';
import { foldStatistics } from './fold-statistics.ts';
import { noStatistics, type Statistics } from './statistics.ts';
import { messagesOf } from './test/messages.ts';

const ownerId = randomUUID();
const now = new Date('2026-05-02T00:00:00Z');

const statisticsFrom = (messages: (of: ReturnType<typeof messagesOf>) => Parameters<typeof foldStatistics>[1]): Statistics => {
  const eventId = randomUUID();
  return foldStatistics(noStatistics(eventId, now), messages(messagesOf(eventId, ownerId)));
};

const free = statisticsFrom(({ created, registered }) => [created({ estimatedCost: '0.00' }), registered(1)]);
const usual = statisticsFrom(({ created, registered, completed, measured }) => [
  created(),
  ...Array.from({ length: 70 }, (_, index) => registered(index + 1)),
  completed('URIDONGNE_TV'),
  completed('SNS', { expectedViews: 2_000, cost: '10000.00' }),
  measured('SNS', { impressions: 1_000, cost: '12000.00' }),
]);

describe('the figures of an event', () => {
  it('sum impressions that are expected first, then measured', () => {
    expect(eventFigures(usual)).toMatchObject({ participants: 70, totalViews: 6_000, conversionRate: '1.17' });
  });

  it('cost the plan and the channels, and return participants × what each brings', () => {
    expect(eventFigures(usual)).toMatchObject({ totalCost: '162000.00', revenue: '210000.00', roi: '29.63', targetRoi: '150.00' });
  });

  it("return on a channel's own cost only", () => {
    expect(eventFigures(usual).channels).toEqual([
      { channel: 'URIDONGNE_TV', impressions: 5_000, participants: 0, conversionRate: '0.00', cost: '50000.00', roi: '-100.00' },
      { channel: 'SNS', impressions: 1_000, participants: 70, conversionRate: '7.00', cost: '12000.00', roi: '1650.00' },
    ]);
  });

  it('have no return where nothing was spent, and a conversion of 0 without views', () => {
    expect(eventFigures(free)).toMatchObject({ totalCost: '0.00', roi: null, totalViews: 0, conversionRate: '0.00' });
    expect(eventFigures(free).channels).toContainEqual(expect.objectContaining({ channel: 'SNS', roi: null, conversionRate: '0.00' }));
  });

  it('count nothing of a channel that failed', () => {
    const failed = statisticsFrom(({ created, completed }) => [
      created(),
      completed('SNS', { status: 'FAILED', expectedViews: 9, cost: '9.00' }),
    ]);
    expect(eventFigures(failed)).toMatchObject({ totalViews: 0, totalCost: '100000.00' });
  });

  it('are exact where floating point is not, and round half up', () => {
    const large = statisticsFrom(({ created, registered }) => [
      created({ estimatedCost: '0.03', revenuePerParticipant: '9007199254740993.01' }),
      registered(1),
      registered(2),
      registered(3),
    ]);
    expect(eventFigures(large)).toMatchObject({ revenue: '27021597764222979.03', roi: '90071992547409930000.00' });
    const half = statisticsFrom(({ created, registered }) => [
      created({ estimatedCost: '800.00', revenuePerParticipant: '801.00' }),
      registered(1),
    ]);
    expect(eventFigures(half).roi).toBe('0.13');
    const hardlyLess = statisticsFrom(({ created, registered }) => [
      created({ estimatedCost: '100000.00', revenuePerParticipant: '99999.00' }),
      registered(1),
    ]);
    expect(eventFigures(hardlyLess).roi).toBe('0.00');
  });
});

describe('the figures of a user', () => {
  it('are the sums of the events, each with its own revenue a participant', () => {
    const other = statisticsFrom(({ created, registered }) => [created({ revenuePerParticipant: '1.50' }), registered(1)]);
    const figures = userFigures(
      ownerId,
      [
        { ...usual, version: 3 },
        { ...other, version: 4 },
      ],
      now,
    );
    expect(figures).toMatchObject({
      events: 2,
      participants: 71,
      totalViews: 6_000,
      totalCost: '262000.00',
      revenue: '210001.50',
      version: 7,
    });
    expect(figures.channels).toMatchObject([
      { channel: 'URIDONGNE_TV', impressions: 5_000 },
      { channel: 'SNS', participants: 71, cost: '12000.00', roi: '1650.01' },
    ]);
    expect(figures.roiDetails).toMatchObject([{ roi: '29.63' }, { roi: '-100.00', revenue: '1.50' }]);
  });

  it('are zeros before the first event', () => {
    expect(userFigures(ownerId, [], now)).toMatchObject({
      events: 0,
      totalCost: '0.00',
      roi: null,
      channels: [],
      version: 0,
      updatedAt: now,
    });
  });
});
