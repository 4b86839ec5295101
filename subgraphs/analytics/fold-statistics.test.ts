import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import type { Message } from '#kit/define-event.ts';
import { isMessage } from '#kit/reaction.ts';
import { ParticipantRegistered } from '#schema/events/participation.ts';
import { foldStatistics } from './fold-statistics.ts';
import { noStatistics, type Statistics } from './statistics.ts';
import { messagesOf } from './test/messages.ts';

const eventId = randomUUID();
const ownerId = randomUUID();
const { created, ended, registered, completed, measured } = messagesOf(eventId, ownerId);
const nothing = noStatistics(eventId, new Date(0));

const minute = (n: number) => new Date(Date.UTC(2026, 4, 1, 0, n)).toISOString();

const history: Message[] = [
  created(),
  ended(),
  ...Array.from({ length: 12 }, (_, index) => registered(index + 1, { channel: index % 3 === 0 ? 'URIDONGNE_TV' : 'SNS' })),
  completed('SNS', { status: 'FAILED', expectedViews: 0, cost: '0.00', completedAt: minute(9) }),
  completed('SNS', { expectedViews: 2_000, completedAt: minute(4) }),
  completed('URIDONGNE_TV', { completedAt: minute(2) }),
  measured('SNS', { impressions: 700, measuredAt: minute(5) }),
  measured('SNS', { impressions: 1_400, measuredAt: minute(10) }),
  measured('SNS', { impressions: 1_500, measuredAt: minute(10) }),
];

/** A repeatable sequence of numbers from 0 to 1. */
const randomFrom = (seed: number) => () => {
  seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
  return seed / 2 ** 32;
};

const shuffled = (messages: readonly Message[], random: () => number): Message[] =>
  messages
    .map((message) => ({ message, place: random() }))
    .sort((a, b) => a.place - b.place)
    .map(({ message }) => message);

/** As the service does it: in batches, registrations counted once. */
const foldInBatches = (messages: readonly Message[], random: () => number): Statistics => {
  const entries = new Set<number>();
  const isNew = (message: Message) => {
    if (!isMessage(ParticipantRegistered, message)) return true;
    const known = entries.has(message.data.entryNumber);
    entries.add(message.data.entryNumber);
    return !known;
  };
  let statistics = nothing;
  for (let rest = [...messages]; rest.length > 0; ) {
    const batch = rest.splice(0, 1 + Math.floor(random() * 6));
    statistics = foldStatistics(statistics, batch.filter(isNew));
  }
  return statistics;
};

describe('folding messages into statistics', () => {
  const expected = foldStatistics(nothing, history);

  it('knows owner, costs, participants, channels and their newest figures', () => {
    expect(expected).toMatchObject({
      ownerId,
      estimatedCost: '100000.00',
      targetRoi: '150.00',
      participants: 12,
      firstEntryAt: new Date(minute(1)),
      lastEntryAt: new Date(minute(12)),
      endedAt: new Date('2026-05-20T00:00:00.000Z'),
      channels: [
        { channel: 'URIDONGNE_TV', participants: 4, delivery: { done: true, expectedViews: 5_000 }, measurement: null },
        { channel: 'SNS', participants: 8, delivery: { done: true, expectedViews: 2_000 }, measurement: { impressions: 1_500 } },
      ],
    });
  });

  it('gives the same whatever the order, the repetition and the batches', () => {
    for (let seed = 1; seed <= 300; seed++) {
      const random = randomFrom(seed);
      const repeated = history.filter(() => random() < 0.5);
      expect(foldInBatches(shuffled([...history, ...repeated], random), random)).toEqual(expected);
    }
  });

  it('gives the same whatever the order of figures of one moment, however large', () => {
    const [less, more] = ['900719925474099.21', '900719925474099.22'].map((cost) => measured('SNS', { cost, measuredAt: minute(3) }));
    expect(foldStatistics(nothing, [less!, more!])).toEqual(foldStatistics(nothing, [more!, less!]));
  });

  it('takes no target for a return of 0', () => {
    expect(foldStatistics(nothing, [created({ targetRoi: null })]).targetRoi).toBe('0.00');
  });

  it('makes ownerless statistics of messages before event.created, which get their owner later', () => {
    const early = foldStatistics(nothing, [registered(1)]);
    expect(early).toMatchObject({ ownerId: null, participants: 1 });
    expect(foldStatistics(early, [created()])).toMatchObject({ ownerId, participants: 1 });
  });
});
