import type { ExecutionResult } from 'graphql';

/** An answer without errors as JSON: `{"data":…}` and a line's end. Byte text (sources/byte-text.ts) is to be sent as `latin1`. */
export type WrittenAnswer = { text: string; encoding: 'latin1' | 'utf8' };

export const isWritten = (answer: WrittenAnswer | ExecutionResult): answer is WrittenAnswer => 'text' in answer;
