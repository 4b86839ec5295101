import type { ExecutionResult } from 'graphql';

/** One message of a subscription, serialised once for everybody who gets it. */
export type Payload = {
  /** The result as JSON. */
  text: string;
  /** The same in UTF-8; made when the first transport asks. */
  readonly bytes: Buffer;
  /** The same, each byte a character (latin1): sockets write such a string without a buffer for each client. */
  readonly characters: string;
  /** The version or cursor; undefined when there is none. */
  position: unknown;
  /** `performance.now()` of the event that it answers. */
  since: number;
};

export const createPayload = (result: ExecutionResult, position?: unknown, since = performance.now()): Payload => {
  const text = JSON.stringify(result);
  let bytes: Buffer | undefined;
  let characters: string | undefined;
  return {
    text,
    position,
    since,
    get bytes() {
      bytes ??= Buffer.from(text);
      return bytes;
    },
    get characters() {
      characters ??= this.bytes.toString('latin1');
      return characters;
    },
  };
};
