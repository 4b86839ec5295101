import { failedStatus, RemoteCallError } from './remote-call-error.ts';

/** What an SDK knows of a failed answer; `status` is absent when there was none. */
type FailedAnswer = { status?: number | undefined; headers?: Headers | undefined };

/**
 * An SDK's error as ours, with nothing of what the server said in it: a provider's complaint may quote the key.
 *
 * @param answer the error, when it is the SDK's own
 * @param error whatever was thrown
 */
export const sdkCallError = (server: string, answer: FailedAnswer | null, error: unknown): RemoteCallError => {
  if (answer?.status !== undefined) return failedStatus(server, answer.status, answer.headers, new Date());
  const own = causes(error).find((cause) => cause instanceof RemoteCallError);
  if (own) return own;
  return new RemoteCallError(server, error instanceof SyntaxError ? 'invalid' : 'unavailable');
};

const causes = (error: unknown): unknown[] => (error instanceof Error ? [error, ...causes(error.cause)] : []);
