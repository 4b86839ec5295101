import type { ExecutionResult } from 'graphql';
import { isWritten, type WrittenAnswer } from '../execute/written-answer.ts';

/** What a client reads of an answer that was written; null of any other. */
export const writtenText = (answer: WrittenAnswer | ExecutionResult): string | null =>
  isWritten(answer) ? Buffer.from(answer.text, answer.encoding).toString('utf8') : null;
