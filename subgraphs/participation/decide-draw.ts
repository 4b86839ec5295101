import { CodedError } from '#kit/errors.ts';
import { commitmentTo, DRAW_ALGORITHM, hashOfEntries, pickWinners, type WeightedEntry } from './draw-algorithm.ts';

export type DrawCommand = { count: number; storeVisitBonus: boolean };

export type DrawState = { seed: string; drawn: boolean; participants: readonly { entryNumber: number; storeVisit: boolean }[] };

export type DrawDecision = {
  seed: string;
  commitment: string;
  algorithm: string;
  count: number;
  storeVisitBonus: boolean;
  entriesHash: string;
  /** Entry numbers, in the order drawn. */
  winners: number[];
};

/** The draw of an event (spec §5): `PART_003` when there is one, `PART_004` when more winners are asked for than took part. */
export const decideDraw = ({ count, storeVisitBonus }: DrawCommand, { seed, drawn, participants }: DrawState): DrawDecision => {
  if (drawn) throw new CodedError('PART_003');
  if (count > participants.length) throw new CodedError('PART_004');
  const entries = weightedEntries(participants, storeVisitBonus);
  return {
    seed,
    commitment: commitmentTo(seed),
    algorithm: DRAW_ALGORITHM,
    count,
    storeVisitBonus,
    entriesHash: hashOfEntries(entries),
    winners: pickWinners(seed, entries, count),
  };
};

/** With the bonus, a visit to the store counts twice. */
export const weightedEntries = (participants: DrawState['participants'], storeVisitBonus: boolean): WeightedEntry[] =>
  participants.map(({ entryNumber, storeVisit }) => ({ entryNumber, weight: storeVisitBonus && storeVisit ? 2 : 1 }));
