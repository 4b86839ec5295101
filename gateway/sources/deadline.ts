import type { ExecutionResult } from 'graphql';
import type { Subgraph } from '#kit/subgraph.ts';
import { SubgraphTimeout } from './link.ts';

type Waiting = { due: number; give: (error: Error) => void };

/** Looked at so often: that costs less than a timer for each question. */
const LOOK_MS = 50;

/**
 * Subgraphs in this process with a deadline: what has not answered in time counts as failed, as over HTTP. What it began goes on, for
 * nothing in this process can be cut off.
 */
export const createDeadlines = (timeoutMs: number) => {
  const waiting = new Set<Waiting>();
  const look = (): void => {
    const now = performance.now();
    for (const late of waiting) {
      if (late.due >= now) continue;
      waiting.delete(late);
      late.give(new SubgraphTimeout(`No answer within ${timeoutMs} ms.`));
    }
  };
  const looking = setInterval(look, LOOK_MS).unref();
  const inTime = (asked: Promise<ExecutionResult>): Promise<ExecutionResult> =>
    new Promise((resolve, reject) => {
      const own: Waiting = { due: performance.now() + timeoutMs, give: reject };
      waiting.add(own);
      asked.then(resolve, reject).finally(() => waiting.delete(own));
    });
  return {
    limit: (source: Subgraph): Subgraph => ({ ...source, execute: (request) => inTime(source.execute(request)) }),
    close: () => clearInterval(looking),
  };
};
