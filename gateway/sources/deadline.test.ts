import { afterEach, describe, expect, it } from '@jest/globals';
import type { ExecutionResult } from 'graphql';
import type { SubgraphRequest } from '#kit/subgraph.ts';
import { createCleanupStack } from '#kit/testing/cleanup-stack.ts';
import { createDeadlines } from './deadline.ts';

const cleanups = createCleanupStack();
afterEach(cleanups.run);

/** A subgraph in this process that never answers. */
const silentWithin = (timeoutMs: number) => {
  const requests: SubgraphRequest[] = [];
  const execute = (request: SubgraphRequest): Promise<ExecutionResult> => {
    requests.push(request);
    return new Promise(() => {});
  };
  const deadlines = createDeadlines(timeoutMs);
  cleanups.add(deadlines.close);
  return { requests, source: deadlines.limit({ name: 'things', execute, subscribe: execute, close: async () => {} }) };
};

const QUERY = { query: '{ thing }', headers: {} };

describe('A subgraph in this process', () => {
  it('has so long to answer, and hears that its time is over', async () => {
    const { source, requests } = silentWithin(100);
    await expect(source.execute(QUERY)).rejects.toThrow('No answer within 100 ms.');
    expect(requests[0]!.signal?.aborted).toBe(true);
  });

  it('hears that its client has left, and is not asked for one that left before', async () => {
    const { source, requests } = silentWithin(60_000);
    const leaving = new AbortController();
    const asked = source.execute({ ...QUERY, signal: leaving.signal });
    leaving.abort(new Error('left'));
    await expect(asked).rejects.toThrow('left');
    expect(requests[0]!.signal?.aborted).toBe(true);
    await expect(source.execute({ ...QUERY, signal: leaving.signal })).rejects.toThrow('left');
    expect(requests).toHaveLength(1);
  });
});
