import type { ServerResponse } from 'node:http';

/** Aborts when the client leaves before its answer is written; has aborted already when it left before anybody listened. */
export const leftSignal = (response: ServerResponse): AbortSignal => {
  const left = new AbortController();
  const closed = (): void => {
    if (!response.writableFinished) left.abort();
  };
  if (response.closed) closed();
  else response.once('close', closed);
  return left.signal;
};
