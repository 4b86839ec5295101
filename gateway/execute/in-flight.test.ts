import { describe, expect, it } from '@jest/globals';
import { createInFlight } from './in-flight.ts';

/** Work that ends when it is told to. */
const createWork = () => {
  const signals: AbortSignal[] = [];
  const { promise, resolve } = Promise.withResolvers<string>();
  const start = (signal: AbortSignal): Promise<string> => {
    signals.push(signal);
    return promise;
  };
  return { signals, start, resolve };
};

describe('Work in flight', () => {
  it('goes on while one of those who wait is there', () => {
    const { signals, start } = createWork();
    const inFlight = createInFlight<string>();
    const [first, second] = [new AbortController(), new AbortController()];
    for (const { signal } of [first, second]) void inFlight.join('key', signal, start);
    expect(signals).toHaveLength(1);
    first.abort();
    expect(signals[0]!.aborted).toBe(false);
    second.abort();
    expect(signals[0]!.aborted).toBe(true);
  });

  it('is not kept alive by who had left before', () => {
    const { signals, start } = createWork();
    const inFlight = createInFlight<string>();
    const staying = new AbortController();
    void inFlight.join('key', AbortSignal.abort(), start);
    void inFlight.join('key', staying.signal, start);
    void inFlight.join('key', AbortSignal.abort(), start);
    expect(signals.map(({ aborted }) => aborted)).toEqual([true, false, true]);
    staying.abort();
    expect(signals[1]!.aborted).toBe(true);
  });
});
