import type { ExecutionResult } from 'graphql';

/** A failure that the request may have brought about itself: it says nothing about the subgraph, so no client can have that left alone. */
export class RequestFault extends Error {}

export const answerTooLong = (): Error => new RequestFault('The answer is too long.');

/** A failure of the subgraph that comes with a result, which is the client's. */
export class FailedResult extends Error {
  readonly result: ExecutionResult;
  constructor(message: string, result: ExecutionResult) {
    super(message);
    this.result = result;
  }
}

/** A socket that was not opened and acknowledged: nothing that was to be asked over it was. */
export class NeverOpened extends Error {}
