import type { FinalState } from './final-state.ts';
import { type Finding, finding } from './finding.ts';
import type { Operation } from './history.ts';

type Stored = Pick<FinalState, 'participants' | 'events' | 'statistics'>;

/**
 * Acknowledged = stored = counted. Every acknowledged entry is stored under its number, nothing is stored that nobody can have entered,
 * nobody twice; numbers go from 1 to the count without a gap; analytics counts as many. An entry without an answer may be stored, once.
 */
export const checkEntries = (operations: readonly Operation[], state: Stored): Finding[] => [
  ...checkAcknowledged(operations, state),
  ...checkStored(operations, state),
  ...checkNumbers(state),
  ...checkCounts(state),
];

const entriesOf = (operations: readonly Operation[]): Operation[] => operations.filter(({ op }) => op === 'participate');

const checkAcknowledged = (operations: readonly Operation[], { participants }: Stored): Finding[] => {
  const byId = new Map(participants.map((participant) => [participant.id, participant]));
  const names = new Set(participants.map(({ name }) => name));
  return entriesOf(operations).flatMap(({ outcome, code, key, id, entryNumber }) => {
    if (outcome === 'refused' && code === 'PART_002' && !names.has(key)) return [finding('lost', `${key} was told to take part already`)];
    if (outcome !== 'ok') return [];
    const stored = byId.get(id ?? '');
    if (!stored) return [finding('lost', `the acknowledged entry of ${key}`)];
    return stored.entryNumber === entryNumber && stored.name === key
      ? []
      : [finding('lost', `${key} was acknowledged as number ${entryNumber} and is stored as ${stored.name}, number ${stored.entryNumber}`)];
  });
};

const checkStored = (operations: readonly Operation[], { participants }: Stored): Finding[] => {
  const possible = new Set(
    entriesOf(operations).flatMap(({ key, eventId, outcome }) => (outcome === 'refused' ? [] : [`${key} in event ${eventId}`])),
  );
  const seen = new Set<string>();
  return participants.flatMap(({ name, eventId }) => {
    if (seen.has(name)) return [finding('double', `${name} takes part twice`)];
    seen.add(name);
    const entry = `${name} in event ${eventId}`;
    return possible.has(entry) ? [] : [finding('ghost', `the entry of ${entry}, whom nobody entered there or who was refused`)];
  });
};

const checkNumbers = ({ participants, events }: Stored): Finding[] => {
  const byEvent = Map.groupBy(participants, ({ eventId }) => eventId);
  return events.flatMap(({ id, participantCount }) => {
    const numbers = (byEvent.get(id) ?? []).map(({ entryNumber }) => entryNumber).toSorted((one, other) => one - other);
    const wrong = numbers.findIndex((number, index) => number !== index + 1);
    if (wrong >= 0) return [finding('gap', `entry number ${wrong + 1} of event ${id}: ${numbers[wrong]} is in its place`)];
    return numbers.length === participantCount
      ? []
      : [finding('gap', `event ${id} counts ${participantCount} of ${numbers.length} entries`)];
  });
};

const checkCounts = ({ events, statistics }: Stored): Finding[] => {
  const counted = new Map(statistics.map((row) => [row.eventId, row]));
  return events.flatMap(({ id, participantCount }) => {
    const { participants = 0, registrations = 0 } = counted.get(id) ?? {};
    return [participants, registrations].flatMap((count) => {
      if (count === participantCount) return [];
      return [
        finding(count < participantCount ? 'lost' : 'double', `analytics has ${count} of ${participantCount} entries of event ${id}`),
      ];
    });
  });
};
