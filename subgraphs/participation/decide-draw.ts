import { CodedError } from '#kit/errors.ts';
import { commitmentTo, DRAW_ALGORITHM, type WeightedEntry } from './draw-algorithm.ts';
import type { Drawing } from './drawing.ts';

export type DrawCommand = { count: number; storeVisitBonus: boolean };

export type DrawState = { drawn: boolean; participants: number };

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

/** Whether winners may be drawn now (spec §5): `PART_003` when they were, `PART_004` when more are asked for than took part. */
export const refuseDraw = ({ count }: DrawCommand, { drawn, participants }: DrawState): void => {
  if (drawn) throw new CodedError('PART_003');
  if (count > participants) throw new CodedError('PART_004');
};

/** The draw of an event, all of whose entries were added to `drawing`. Throws like `refuseDraw`. */
export const decideDraw = (command: DrawCommand, state: DrawState, seed: string, drawing: Drawing): DrawDecision => {
  refuseDraw(command, state);
  return { ...command, seed, commitment: commitmentTo(seed), algorithm: DRAW_ALGORITHM, ...drawing.result() };
};

/** With the bonus, a visit to the store counts twice. */
export const weightedEntries = (
  participants: readonly { entryNumber: number; storeVisit: boolean }[],
  storeVisitBonus: boolean,
): WeightedEntry[] => participants.map(({ entryNumber, storeVisit }) => ({ entryNumber, weight: storeVisitBonus && storeVisit ? 2 : 1 }));
