import type { Done, Operation, Push } from './history.ts';

/** How soon work went on after a kill; milliseconds, null when it never did. */
export type Resumption = {
  fault: Done;
  /** Until an entry that was sent after the kill was acknowledged. */
  answeredMs: number | null;
  /** Until a dashboard showed an entry that was sent after it: by way of outbox, Kafka, inbox and subscription. */
  pushedMs: number | null;
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
      return {
        fault,
        answeredMs: least(after.slice(0, LOOKED_AT).map(({ ended }) => ended - fault.at)),
        pushedMs: least(firstOfEach(after).map((entry) => shownAt(boards.get(entry.eventId ?? '') ?? [], entry) - fault.at)),
      };
    });
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
