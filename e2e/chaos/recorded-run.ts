import { consumers } from './check-messages.ts';
import type { FinalState, InboxRow, OutboxRow } from './final-state.ts';
import type { HistoryRecord, Operation, Push } from './history.ts';

/** A short run as it is recorded, for the tests of those who judge it. */
export type Run = {
  history: HistoryRecord[];
  state: FinalState;
  /** The operation of the n-th customer. */
  entry: (number: number) => Operation;
  operation: (op: string) => Operation;
  /** The n-th push of a kind, from 0. */
  pushOf: (of: Push['of'], index: number) => Push;
};

const EVENT = 'event-1';
const NUMBERS = [1, 2, 3];

/** One owner, one event that three customers take part in, watched by three; nothing went wrong. */
export const aRun = (): Run => {
  const operations: Operation[] = [
    acknowledged('signUp', 'owner@example.com', 'owner-1', 1),
    acknowledged('createEventDraft', 'draft', EVENT, 2),
    acknowledged('requestRecommendations', EVENT, 'plans-1', 2),
    acknowledged('generateImages', EVENT, 'posters-1', 2),
    acknowledged('publishEvent', EVENT, EVENT, 3),
    ...NUMBERS.map((number) => ({
      ...acknowledged('participate', `손님 ${number}`, `p${number}`, 100 * number),
      eventId: EVENT,
      entryNumber: number,
    })),
    acknowledged('drawWinners', EVENT, 'draw-1', 500),
    acknowledged('logOut', 'session-1', 'session-1', 550),
  ];
  const pushes = NUMBERS.flatMap((number): Push[] => [
    pushed('pulse', number, { version: number + 1, participants: number }),
    pushed('dashboard', number, { version: number + 1, participants: number }),
    pushed('feed', number, { entryNumber: number }),
  ]);
  const watching = (['pulse', 'dashboard', 'feed'] as const).map(
    (of): HistoryRecord => ({ record: 'watching', of, watcher: `${of}-1`, eventId: EVENT, after: 0, at: 0 }),
  );
  const shown: HistoryRecord = {
    record: 'shown',
    eventId: EVENT,
    at: 602,
    channels: [{ channel: 'SNS', impressions: 1_900, cost: '31000.00' }],
  };
  return {
    history: [...watching, ...operations, ...pushes, { record: 'settled', since: 600, at: 601, waiting: [] }, shown],
    state: finalState(),
    entry: (number) => operations.find(({ entryNumber }) => entryNumber === number) as Operation,
    operation: (op) => operations.find((one) => one.op === op) as Operation,
    pushOf: (of, index) => pushes.filter((push) => push.of === of)[index] as Push,
  };
};

const acknowledged = (op: string, key: string, id: string, begun: number): Operation => ({
  record: 'operation',
  op,
  key,
  begun,
  ended: begun + 20,
  outcome: 'ok',
  id,
});

const pushed = (of: Push['of'], number: number, facts: Partial<Push>): Push => ({
  record: 'push',
  of,
  watcher: `${of}-1`,
  eventId: EVENT,
  connection: 1,
  at: 100 * number + 50,
  ...facts,
});

const finalState = (): FinalState => {
  const outbox = [
    ...NUMBERS.map((number) => sent('participation', number, 'participant.registered', number)),
    sent('event', 1, 'event.draft-created'),
    { ...sent('event', 2, 'ai-event-generation'), about: 'plans-1' },
    { ...sent('content', 1, 'image-generation'), about: 'posters-1' },
    { ...sent('user', 1, 'user.logged-out'), key: 'owner-1', about: 'session-1' },
    sent('distribution', 1, 'distribution.completed'),
    sent('event', 3, 'event.created'),
  ];
  const handled = outbox.flatMap((row) => (consumers[row.type] ?? []).map((service) => received(row, service)));
  return {
    accounts: [{ id: 'owner-1', email: 'owner@example.com' }],
    published: [{ id: EVENT }],
    events: [{ id: EVENT, participantCount: NUMBERS.length }],
    participants: NUMBERS.map((number) => ({ id: `p${number}`, eventId: EVENT, name: `손님 ${number}`, entryNumber: number })),
    draws: [{ id: 'draw-1', eventId: EVENT, winners: 1 }],
    statistics: [{ eventId: EVENT, participants: NUMBERS.length, registrations: NUMBERS.length }],
    channels: [{ ...SENT }],
    completions: [{ ...SENT }],
    measurements: [{ eventId: EVENT, channel: 'SNS', impressions: 1_900, cost: '31000.00' }],
    images: [{ jobId: 'posters-1', images: 1 }],
    jobs: ['plans-1', 'posters-1'].map((id) => ({ id, status: 'SUCCEEDED' })),
    outbox,
    inbox: handled.map((row, index) => ({ ...row, seq: index + 1, doneAt: 1_000 + index })),
    log: [0, 10].flatMap((round) => outbox.map(({ type, row, key, id }) => ({ topic: type, partition: 0, offset: round + row, key, id }))),
  };
};

const SENT = { eventId: EVENT, channel: 'SNS', status: 'DONE', expectedViews: 2_000, cost: '30000.00' };

const sent = (service: string, row: number, type: string, entryNumber: number | null = null): OutboxRow => ({
  service,
  row,
  id: entryNumber === null ? type : `m${entryNumber}`,
  type,
  key: EVENT,
  published: true,
  entryNumber,
  about: null,
});

const received = ({ id, type, key }: OutboxRow, service: string): InboxRow => ({
  service,
  consumer: 'on',
  seq: 0,
  id,
  type,
  key,
  doneAt: 0,
  parked: false,
});
