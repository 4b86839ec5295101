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
    void inFlight.begin('key', first.signal, start);
    void inFlight.join('key', second.signal);
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
    void inFlight.begin('key', AbortSignal.abort(), start);
    expect(inFlight.join('key', staying.signal)).toBeUndefined();
    void inFlight.begin('key', staying.signal, start);
    expect(inFlight.join('key', AbortSignal.abort())).toBeUndefined();
    expect(signals.map(({ aborted }) => aborted)).toEqual([true, false]);
    staying.abort();
    expect(signals[1]!.aborted).toBe(true);
  });
});
