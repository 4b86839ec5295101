import type { Done, Operation, Push } from './history.ts';
import { isServer } from './targets.ts';

/** How soon work went on after a kill; milliseconds, null when it never did. */
export type Resumption = {
  fault: Done;
  /** Until an entry that was sent after the kill was acknowledged. */
  answeredMs: number | null;
  /** Until a dashboard showed an entry that was sent after it: by way of outbox, Kafka, inbox and subscription. */
  pushedMs: number | null;
  /** Of the longer of the two: how long another fault held a server frozen or cut off meanwhile. */
  heldMs: number;
};

/** For each kill: when the next entry was acknowledged, and when a dashboard first showed one. */
export const resumptions = (faults: readonly Done[], operations: readonly Operation[], pushes: readonly Push[]): Resumption[] => {
  const entries = operations
    .filter(({ op, outcome }) => op === 'participate' && outcome === 'ok')
    .toSorted((one, other) => one.begun - other.begun);
  const boards = Map.groupBy(
    pushes.filter(({ of }) => of === 'dashboard'),
    ({ eventId }) => eventId,
  );
  return faults
    .filter(({ fault }) => fault.kind === 'kill')
    .map((fault) => {
      const after = entries.filter(({ begun }) => begun >= fault.at);
      const answeredMs = least(after.slice(0, LOOKED_AT).map(({ ended }) => ended - fault.at));
      const pushedMs = least(firstOfEach(after).map((entry) => shownAt(boards.get(entry.eventId ?? '') ?? [], entry) - fault.at));
      return { fault, answeredMs, pushedMs, heldMs: held(faults, fault.at, fault.at + Math.max(answeredMs ?? 0, pushedMs ?? 0)) };
    });
};

/** How long between two times some server was frozen or cut off. */
const held = (faults: readonly Done[], from: number, to: number): number => {
  const spans = faults
    .filter(({ fault }) => (fault.kind === 'freeze' && isServer(fault.target)) || fault.kind === 'partition')
    .map(({ at, until }) => ({ from: Math.max(from, at), to: Math.min(to, until) }))
    .toSorted((one, other) => one.from - other.from);
  let [sum, reached] = [0, from];
  for (const span of spans) {
    sum += Math.max(0, span.to - Math.max(span.from, reached));
    reached = Math.max(reached, span.to);
  }
  return sum;
};

/** More than are under way at once, so that the first to end is among them. */
const LOOKED_AT = 500;

const firstOfEach = (entries: readonly Operation[]): Operation[] => {
  const firsts = new Map<string, Operation>();
  for (const entry of entries) if (!firsts.has(entry.eventId ?? '')) firsts.set(entry.eventId ?? '', entry);
  return [...firsts.values()];
};

const shownAt = (pushes: readonly Push[], { entryNumber = 0, begun }: Operation): number =>
  pushes.find(({ participants = 0, at }) => at >= begun && participants >= entryNumber)?.at ?? Number.POSITIVE_INFINITY;

const least = (numbers: readonly number[]): number | null => {
  const smallest = Math.min(...numbers);
  return Number.isFinite(smallest) ? smallest : null;
};
