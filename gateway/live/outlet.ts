import type { ExecutionResult, GraphQLError } from 'graphql';
import { createPayload, type Payload } from './payload.ts';

/** Where the messages of one subscription go: a client's end of some transport. Nothing here throws, also when the client has gone. */
export type Outlet = {
  /** Bytes handed over that the client has not taken yet. */
  waitingBytes(): number;
  send(payload: Payload): void;
  /** Calls back once when all that was handed over so far is taken. */
  whenDrained(callback: () => void): void;
  /**
   * Learns where a feed is to be resumed when its connection is closed: after this cursor, of the item that
   * is sent next, or at which it begins. For transports that can tell it to the client.
   */
  resumesAfter?(cursor: unknown, isBegin: boolean): void;
  /** Ends the subscription: it is complete, or `errors` say why it cannot go on. */
  end(errors?: readonly GraphQLError[]): void;
};

/** Gives one result, and that is all of it. Returns the way to leave, which has nothing left to do. */
export const giveOnce = (outlet: Outlet, result: ExecutionResult): (() => void) => {
  outlet.send(createPayload(result));
  outlet.end();
  return () => {};
};
