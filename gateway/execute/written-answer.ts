import type { ExecutionResult } from 'graphql';

/** An answer without errors as JSON: `{"data":…}` and a line's end. Byte text (sources/byte-text.ts) is to be sent as `latin1`. */
export type WrittenAnswer = {
  text: string;
  encoding: 'latin1' | 'utf8';
  /** Made when it is sent for the second time; null after the first. */
  bytes?: Buffer | null;
};

export const isWritten = (answer: WrittenAnswer | ExecutionResult): answer is WrittenAnswer => 'text' in answer;

/**
 * What to send: for one client a string, which goes out together with its head, where bytes cost a copy outside V8's heap and a gathering
 * write; for any further one bytes, which are copied no more (bench/README.md).
 */
export const bodyOf = (answer: WrittenAnswer): string | Buffer => {
  if (answer.bytes === undefined) {
    answer.bytes = null;
    return answer.text;
  }
  answer.bytes ??= Buffer.from(answer.text, answer.encoding);
  return answer.bytes;
};
