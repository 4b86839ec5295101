import { parseRetryAfter } from './retry-after.ts';

/**
 * What went wrong with a server of others: `timeout` no answer in time; `rate-limited` 429; `unavailable` no connection or 5xx;
 * `unauthorised` 401 or 403; `refused` any other 4xx; `invalid` an answer that is not what was asked for.
 */
export type RemoteFailure = 'timeout' | 'rate-limited' | 'unavailable' | 'unauthorised' | 'refused' | 'invalid';

const worthRetrying = new Set<RemoteFailure>(['timeout', 'rate-limited', 'unavailable', 'invalid']);
const outages = new Set<RemoteFailure>(['timeout', 'rate-limited', 'unavailable', 'unauthorised']);

/** A call to a server of others has failed. The message names that server and the failure, never what it said: that may hold secrets. */
export class RemoteCallError extends Error {
  readonly failure: RemoteFailure;
  /** Milliseconds the server asked to wait; 0 when it named none. */
  readonly retryAfterMs: number;

  constructor(server: string, failure: RemoteFailure, { detail = '', retryAfterMs = 0 }: { detail?: string; retryAfterMs?: number } = {}) {
    super(`${server}: ${failure}${detail && ` (${detail})`}`);
    this.name = 'RemoteCallError';
    this.failure = failure;
    this.retryAfterMs = retryAfterMs;
  }

  /** The same call may succeed later. */
  get retryable(): boolean {
    return worthRetrying.has(this.failure);
  }

  /** It says something about the server, not about this one call. */
  get isOutage(): boolean {
    return outages.has(this.failure);
  }
}

/** The failure that an HTTP status of 400 or more means, with the wait that the answer's `retry-after` asks for. */
export const failedStatus = (server: string, status: number, headers: Headers | undefined, now: Date): RemoteCallError =>
  new RemoteCallError(server, failureOf(status), {
    detail: `status ${status}`,
    retryAfterMs: parseRetryAfter(headers, now),
  });

const failureOf = (status: number): RemoteFailure => {
  if (status === 429) return 'rate-limited';
  if (status === 408) return 'timeout';
  if (status === 401 || status === 403) return 'unauthorised';
  return status >= 500 ? 'unavailable' : 'refused';
};
