import { type ErrorCode, errorMessages, type Words } from '#schema/errors.ts';

export type CodedErrorOptions = {
  /** Replaces the catalogue's message when more can be said. */
  message?: Words;
  /** The input field at fault, as the client named it (`input.phone`). */
  field?: string;
  /** Seconds after which trying again can succeed. */
  retryAfter?: number;
  cause?: unknown;
};

/** An error that a client may see: a code of `schema/errors.ts` and a message that says what to do (spec §6). */
export class CodedError extends Error {
  readonly code: ErrorCode;
  /** What a client reads, in each language; `message` is the English one. */
  readonly words: Words;
  readonly field: string | undefined;
  readonly retryAfter: number | undefined;

  constructor(code: ErrorCode, { message, field, retryAfter, cause }: CodedErrorOptions = {}) {
    const words = message ?? errorMessages[code];
    super(words.en, { cause });
    this.name = 'CodedError';
    this.code = code;
    this.words = words;
    this.field = field;
    this.retryAfter = retryAfter;
  }

  /** The GraphQL `extensions` of this error; absent members are left out. graphql-js copies them from the original error. */
  get extensions(): { code: ErrorCode; field?: string; retryAfter?: number } {
    return {
      code: this.code,
      ...(this.field === undefined ? {} : { field: this.field }),
      ...(this.retryAfter === undefined ? {} : { retryAfter: this.retryAfter }),
    };
  }
}

/** `BAD_USER_INPUT` for one field of the input. */
export const badInput = (field: string, message: Words): CodedError => new CodedError('BAD_USER_INPUT', { field, message });
