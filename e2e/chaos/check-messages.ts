import type { FinalState, InboxRow, OutboxRow } from './final-state.ts';
import { type Finding, finding } from './finding.ts';

/** Spec §4: who reacts to what. */
export const consumers: Readonly<Record<string, readonly string[]>> = {
  'ai-event-generation': ['ai'],
  'image-generation': ['content'],
  'content.completed': ['event'],
  'event.created': ['distribution', 'participation', 'analytics', 'content'],
  'event.ended': ['participation', 'distribution', 'analytics'],
  'participant.registered': ['analytics'],
  'distribution.completed': ['analytics'],
  'channel.measured': ['analytics'],
};

type Delivery = Pick<FinalState, 'outbox' | 'inbox' | 'log'>;

/**
 * Committed = in Kafka = handled, at least twice sent, once done, in order for each key. What is in Kafka or an inbox and in no outbox is
 * the ghost of a transaction that was rolled back.
 */
export const checkMessages = (state: Delivery): Finding[] => [
  ...checkPublished(state),
  ...checkHandled(state),
  ...checkGhosts(state),
  ...checkPartitions(state),
  ...checkLogOrder(state),
  ...checkInboxOrder(state),
  ...checkEntryOrder(state),
];

const nameOf = ({ type, id }: { type: string; id: string }): string => `${type} ${id}`;

const checkPublished = ({ outbox, log }: Delivery): Finding[] => {
  const sent = Map.groupBy(log, ({ id }) => id);
  return outbox.flatMap((row) => {
    if (!row.published) return [finding('lost', `${nameOf(row)} is still in the outbox`)];
    const times = sent.get(row.id)?.length ?? 0;
    if (times === 0) return [finding('lost', `${nameOf(row)} is not in Kafka`)];
    return times > 1 ? [] : [finding('failed', `${nameOf(row)} was sent once only`)];
  });
};

const checkHandled = ({ outbox, inbox }: Delivery): Finding[] => {
  const handled = new Map(inbox.map((row) => [`${row.service}/${row.id}`, row]));
  return outbox.flatMap((row) =>
    (consumers[row.type] ?? []).flatMap((service) => {
      const found = handled.get(`${service}/${row.id}`);
      if (!found) return [finding('lost', `${nameOf(row)} never came to ${service}`)];
      if (found.parked) return [finding('lost', `${nameOf(row)} was parked by ${service}`)];
      return found.doneAt === null ? [finding('lost', `${nameOf(row)} still waits at ${service}`)] : [];
    }),
  );
};

const checkGhosts = ({ outbox, inbox, log }: Delivery): Finding[] => {
  const committed = new Set(outbox.map(({ id }) => id));
  const foreign = new Map<string, string>();
  for (const { id, topic } of log) if (!committed.has(id)) foreign.set(id, `${topic} ${id} in Kafka`);
  for (const row of inbox) if (!committed.has(row.id)) foreign.set(row.id, `${nameOf(row)} at ${row.service}`);
  return [...foreign.values()].map((what) => finding('ghost', `${what}, which no transaction committed`));
};

/** Order is a partition's: a key that is in two of them has none. */
const checkPartitions = ({ log }: Delivery): Finding[] =>
  [...Map.groupBy(log, ({ topic, key }) => `${topic} of ${key}`)].flatMap(([what, records]) => {
    const partitions = new Set(records.map(({ partition }) => partition));
    return partitions.size === 1 ? [] : [finding('inversion', `${what} is in ${partitions.size} partitions`)];
  });

/** By type and key, each message's place in the order of commit. */
const placesOf = (outbox: readonly OutboxRow[]): Map<string, number> => new Map(outbox.map(({ id, row }) => [id, row]));

const checkLogOrder = ({ outbox, log }: Delivery): Finding[] => {
  const places = placesOf(outbox);
  const seen = new Set<string>();
  const firsts = log
    .toSorted((one, other) => one.offset - other.offset)
    .filter(({ id }) => places.has(id) && !seen.has(id) && seen.add(id));
  return inversions(
    Map.groupBy(firsts, ({ topic, key }) => `${topic} of ${key} in Kafka`),
    ({ id }) => places.get(id) as number,
  );
};

const checkInboxOrder = ({ outbox, inbox }: Delivery): Finding[] => {
  const places = placesOf(outbox);
  const known = inbox.filter(({ id }) => places.has(id)).toSorted((one, other) => one.seq - other.seq);
  const byKey = Map.groupBy(known, ({ service, consumer, type, key }) => `${type} of ${key} at ${service} (${consumer})`);
  return [
    ...inversions(byKey, ({ id }) => places.get(id) as number),
    ...inversions(
      Map.groupBy(
        known.filter(({ doneAt }) => doneAt !== null),
        keyOf,
      ),
      ({ doneAt }) => doneAt as number,
    ),
  ];
};

const keyOf = ({ service, consumer, key }: InboxRow): string => `the handling of ${key} at ${service} (${consumer})`;

/** Entry numbers are published in their order, each once. */
const checkEntryOrder = ({ outbox }: Delivery): Finding[] => {
  const registered = outbox.filter(({ type }) => type === 'participant.registered').toSorted((one, other) => one.row - other.row);
  return [...Map.groupBy(registered, ({ key }) => key)].flatMap(([key, rows]) => {
    const wrong = rows.findIndex(({ entryNumber }, index) => entryNumber !== index + 1);
    return wrong < 0 ? [] : [finding('inversion', `entry ${rows[wrong]?.entryNumber} of event ${key} was published as the ${wrong + 1}th`)];
  });
};

/** The first place in each list where a number is below the one before. */
const inversions = <Item>(lists: ReadonlyMap<string, readonly Item[]>, numberOf: (item: Item) => number): Finding[] =>
  [...lists].flatMap(([what, items]) => {
    const numbers = items.map(numberOf);
    const wrong = numbers.findIndex((number, index) => index > 0 && number < (numbers[index - 1] as number));
    return wrong < 0 ? [] : [finding('inversion', `${what}: ${numbers[wrong]} after ${numbers[wrong - 1]}`)];
  });
