import type { PlannedOperation } from '../plan/plan-operation.ts';

/** One subscription at a subgraph, as it is followed. */
export type Stream = {
  planned: PlannedOperation;
  leaving: AbortController;
  /** The cursor that it was opened after; undefined: from now. */
  from: unknown;
  isDown: boolean;
  /** Whether it has taken over from one that was complete, and brought nothing yet: it is complete, too, if it drops. */
  followsEnd: boolean;
  /** Whether it has brought something while another was passed on. */
  hasCome: boolean;
  /** The cursor that its subgraph says it begins after. */
  begin: unknown;
  /** The cursors that another one has brought since it was opened beside that, until it has come further. */
  seen: Set<unknown> | null;
};

export const createStream = (planned: PlannedOperation): Stream => ({
  planned,
  leaving: new AbortController(),
  from: undefined,
  isDown: false,
  followsEnd: false,
  hasCome: false,
  begin: undefined,
  seen: null,
});
