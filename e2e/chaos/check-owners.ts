import type { FinalState } from './final-state.ts';
import { type Finding, finding } from './finding.ts';
import type { Operation } from './history.ts';

type Owned = Pick<FinalState, 'accounts' | 'published' | 'events' | 'draws' | 'channels' | 'images' | 'outbox'>;

/** What owners were told stands, once: accounts, drafts, publications with their message, draws, posters, channels. And nothing stands that nobody asked for. */
export const checkOwners = (operations: readonly Operation[], state: Owned): Finding[] => [
  ...acknowledgedAreStored(operations, 'signUp', state.accounts),
  ...acknowledgedAreStored(operations, 'publishEvent', state.published),
  ...acknowledgedAreStored(operations, 'drawWinners', state.draws),
  ...storedWereAsked(
    operations,
    'signUp',
    state.accounts.map(({ email }) => email),
  ),
  ...storedWereAsked(
    operations,
    'publishEvent',
    state.published.map(({ id }) => id),
  ),
  ...storedWereAsked(
    operations,
    'drawWinners',
    state.draws.map(({ eventId }) => eventId),
  ),
  ...acknowledgedAreAnnounced(operations, state),
  ...publishedOnce(state),
  ...drawnOnce(operations, state),
  ...madeOnce(state),
];

const acknowledged = (operations: readonly Operation[], op: string): Operation[] =>
  operations.filter((operation) => operation.op === op && operation.outcome === 'ok');

const acknowledgedAreStored = (operations: readonly Operation[], op: string, stored: readonly { id: string }[]): Finding[] => {
  const ids = new Set(stored.map(({ id }) => id));
  return acknowledged(operations, op).flatMap(({ id, key }) => (ids.has(id ?? '') ? [] : [finding('lost', `${op} of ${key}, ${id}`)]));
};

/** Acknowledged or without an answer. */
const storedWereAsked = (operations: readonly Operation[], op: string, stored: readonly string[]): Finding[] => {
  const asked = new Set(operations.flatMap((one) => (one.op === op && one.outcome !== 'refused' ? [one.key] : [])));
  return stored.flatMap((key) => (asked.has(key) ? [] : [finding('ghost', `${op} of ${key}, for which nobody asked`)]));
};

const ANNOUNCED = { createEventDraft: 'event.draft-created', publishEvent: 'event.created', endEvent: 'event.ended' } as const;

/** Each acknowledged draft, publication and end has its message, once. */
const acknowledgedAreAnnounced = (operations: readonly Operation[], { outbox }: Owned): Finding[] =>
  Object.entries(ANNOUNCED).flatMap(([op, type]) => {
    const messages = Map.groupBy(
      outbox.filter((row) => row.type === type),
      ({ key }) => key,
    );
    const doubles = [...messages].filter(([, rows]) => rows.length > 1).map(([key]) => finding('double', `${type} of ${key}`));
    const lost = acknowledged(operations, op).filter(({ id }) => !messages.has(id ?? ''));
    return [...doubles, ...lost.map(({ id }) => finding('lost', `${type} of ${id}, whose ${op} was acknowledged`))];
  });

const publishedOnce = ({ published, events, channels }: Owned): Finding[] => {
  const known = new Set(events.map(({ id }) => id));
  const sent = Map.groupBy(channels, ({ eventId }) => eventId);
  return published.flatMap(({ id }) => [
    ...(known.has(id) ? [] : [finding('lost', `participation does not know event ${id}`)]),
    ...(sent.has(id) ? [] : [finding('lost', `distribution does not know event ${id}`)]),
  ]);
};

/** Two draws of an event at once: one is acknowledged, or none has an answer. */
const drawnOnce = (operations: readonly Operation[], { draws }: Owned): Finding[] => {
  const ids = Map.groupBy(acknowledged(operations, 'drawWinners'), ({ key }) => key);
  const doubles = [...ids].filter(([, drawn]) => new Set(drawn.map(({ id }) => id)).size > 1);
  return [
    ...doubles.map(([key]) => finding('double', `the draw of event ${key}`)),
    ...draws.flatMap(({ eventId, winners }) => (winners === 1 ? [] : [finding('double', `event ${eventId} has ${winners} winners of 1`)])),
  ];
};

const madeOnce = ({ images }: Owned): Finding[] =>
  images.flatMap(({ jobId, images: made }) => (made === 1 ? [] : [finding('double', `job ${jobId} made ${made} posters of 1`)]));
