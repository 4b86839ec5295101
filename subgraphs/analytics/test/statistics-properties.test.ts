import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Message } from '#kit/define-event.ts';
import { isMessage, type MessageOf, type ShortReaction } from '#kit/reaction.ts';
import { Channel } from '#schema/enums.ts';
import { ParticipantRegistered } from '#schema/events/participation.ts';
import type { Context } from '../context.ts';
import { type contracts, foldStatistics } from '../fold-statistics.ts';
import { keepStatistics } from '../keep-statistics.ts';
import { readStatistics } from '../read-statistics.ts';
import { noStatistics, type Statistics } from '../statistics.ts';
import { startAnalytics } from './analytics-service.ts';

let madang: Awaited<ReturnType<typeof startAnalytics>>;
beforeAll(async () => {
  madang = await startAnalytics();
});
afterAll(() => madang.close());

type Of = ReturnType<(typeof madang)['newEvent']>['of'];
type Telling = (of: Of) => Message;

const channel = fc.constantFrom(...Channel.options);
const minute = fc.integer({ min: 0, max: 3 }).map((n) => new Date(Date.UTC(2026, 4, 1, 0, n)).toISOString());
const views = fc.integer({ min: 0, max: 3 });
const money = fc.integer({ min: 0, max: 300 }).map((cents) => (cents / 100).toFixed(2));

/** Few different moments and figures, so that they meet. */
const telling: fc.Arbitrary<Telling> = fc.oneof(
  fc.constant<Telling>((of) => of.created()),
  fc.constant<Telling>((of) => of.ended()),
  fc
    .record({
      channel,
      status: fc.constantFrom('DONE' as const, 'FAILED' as const),
      expectedViews: views,
      cost: money,
      completedAt: minute,
    })
    .map(
      (figures): Telling =>
        (of) =>
          of.completed(figures.channel, figures),
    ),
  fc.record({ channel, impressions: views, cost: money, measuredAt: minute }).map(
    (figures): Telling =>
      (of) =>
        of.measured(figures.channel, figures),
  ),
);

/** What happened to an event: an entry has one channel and one time, however often it is told of. */
const history = fc
  .record({ tellings: fc.array(telling, { maxLength: 12 }), entries: fc.array(fc.tuple(channel, minute), { maxLength: 20 }) })
  .map(({ tellings, entries }): Telling[] => [
    ...tellings,
    ...entries.map(
      ([seenOn, registeredAt], index): Telling =>
        (of) =>
          of.registered(index + 1, { channel: seenOn, registeredAt }),
    ),
  ]);

/** A history as it is delivered: each message once at least, in some order, in batches of which some come at once. */
const delivery = history.chain((tellings) => {
  const places = tellings.map((_, place) => place);
  return fc.record({
    tellings: fc.constant(tellings),
    order: fc
      .array(fc.constantFrom(...places, 0), { maxLength: 10 })
      .chain((repeated) => fc.shuffledSubarray([...places, ...repeated], { minLength: places.length + repeated.length })),
    sizes: fc.infiniteStream(fc.integer({ min: 1, max: 6 })),
    atOnce: fc.boolean(),
  });
});

const batchesOf = (messages: readonly Message[], sizes: Iterator<number>): Message[][] => {
  const batches: Message[][] = [];
  for (const rest = [...messages]; rest.length > 0; ) batches.push(rest.splice(0, sizes.next().value));
  return batches;
};

const keep = (messages: Message[]): Promise<void> => {
  const { handle } = keepStatistics as ShortReaction<Context, typeof contracts>;
  return madang.context.transaction((tx) => handle(madang.context, tx, messages as MessageOf<typeof contracts>[]));
};

const figuresOf = ({ version: _, updatedAt: __, ...figures }: Statistics) => figures;

/** A channel is known from whatever tells of it first, and stands in the order of channels. */
const expected = (eventId: string, messages: readonly Message[]) => figuresOf(foldStatistics(noStatistics(eventId, new Date(0)), messages));

describe('the statistics of an event', () => {
  it('are the same for any order, repetition and batching of the same messages', async () => {
    const property = fc.asyncProperty(delivery, async ({ tellings, order, sizes, atOnce }) => {
      const { eventId, of } = madang.newEvent();
      const once = tellings.map((tell) => tell(of));
      const delivered = order.flatMap((place) => tellings[place]?.(of) ?? []);
      const batches = batchesOf(delivered, sizes);
      if (atOnce) await Promise.all(batches.map(keep));
      else for (const batch of batches) await keep(batch);
      const [kept] = await readStatistics(madang.context.database.sql, [eventId]);
      expect(figuresOf(kept ?? noStatistics(eventId, new Date(0)))).toEqual(expected(eventId, once));
      const entries = once.filter((message) => isMessage(ParticipantRegistered, message)).length;
      const rows = await madang.context.database.sql('select 1 from registrations where event_id = $1', [eventId]);
      expect([kept?.participants ?? 0, rows.length]).toEqual([entries, entries]);
    });
    await fc.assert(property, { numRuns: 100, interruptAfterTimeLimit: 12_000 });
  }, 40_000);
});
