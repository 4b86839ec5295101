import type { ExecutionResult } from 'graphql';
import type { Subgraph } from '#kit/subgraph.ts';
import { PassingMap } from '../passing-map.ts';
import type { DataSource } from './data-source.ts';
import { ofOperation, reasonToEnd } from './link.ts';
import { lookOften } from './look-often.ts';

type Waiting = { signal: AbortSignal | undefined; deadline: number; leaving: AbortController; give: (error: Error) => void };

/**
 * Subgraphs in this process with a deadline, their own or the operation's: what has not answered in time counts as
 * failed, as over HTTP. Then, and when its client leaves, a query begins nothing further; a mutation goes on to its end.
 */
export const createDeadlines = (timeoutMs: number) => {
  const waiting = new PassingMap<Waiting, true>();
  const close = lookOften(() => {
    const now = performance.now();
    for (const [each] of waiting.entries()) {
      const reason = reasonToEnd(each, now, timeoutMs);
      if (!reason) continue;
      waiting.take(each);
      each.leaving.abort(reason);
      each.give(reason);
    }
  });
  const inTime = (
    source: Subgraph,
    { signal, deadline: last, ...request }: Parameters<DataSource['execute']>[0],
  ): Promise<ExecutionResult> =>
    new Promise((resolve, reject) => {
      const now = performance.now();
      const own = now + timeoutMs;
      const deadline = Math.min(own, last ?? own);
      const give = deadline < own ? (error: Error) => reject(ofOperation(error)) : reject;
      const reason = reasonToEnd({ signal, deadline }, now, timeoutMs);
      if (reason) return give(reason);
      const leaving = new AbortController();
      const asked: Waiting = { signal, deadline, leaving, give };
      waiting.set(asked, true);
      source.execute({ ...request, signal: leaving.signal }).then(
        (result) => {
          waiting.take(asked);
          resolve(result);
        },
        (error) => {
          waiting.take(asked);
          reject(error);
        },
      );
    });
  return { limit: (source: Subgraph): DataSource => ({ ...source, execute: (request) => inTime(source, request) }), close };
};
