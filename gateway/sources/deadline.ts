import type { ExecutionResult } from 'graphql';
import type { Subgraph, SubgraphRequest } from '#kit/subgraph.ts';
import { PassingMap } from '../passing-map.ts';
import { reasonToEnd } from './link.ts';
import { lookOften } from './look-often.ts';

type Waiting = { signal: AbortSignal | undefined; deadline: number; leaving: AbortController; give: (error: Error) => void };

/**
 * Subgraphs in this process with a deadline: what has not answered in time counts as failed, as over HTTP. Then, and when its client
 * leaves, a query begins nothing further; a mutation goes on to its end.
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
  const inTime = (source: Subgraph, request: SubgraphRequest): Promise<ExecutionResult> =>
    new Promise((resolve, reject) => {
      const { signal } = request;
      if (signal?.aborted) return reject(signal.reason);
      const leaving = new AbortController();
      const own: Waiting = { signal, deadline: performance.now() + timeoutMs, leaving, give: reject };
      waiting.set(own, true);
      source.execute({ ...request, signal: leaving.signal }).then(
        (result) => {
          waiting.take(own);
          resolve(result);
        },
        (error) => {
          waiting.take(own);
          reject(error);
        },
      );
    });
  return { limit: (source: Subgraph): Subgraph => ({ ...source, execute: (request) => inTime(source, request) }), close };
};
