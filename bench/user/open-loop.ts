/** How one kind of request fared. Times in milliseconds, of those that were answered as wished. */
export type Fared = { sent: number; done: number; refused: number; failed: number; p50: number; p95: number; p99: number };

/** `done`; `refused`: told clearly to come again; `failed`: anything else. */
export type Outcome = 'done' | 'refused' | 'failed';

/**
 * Sends `rate` requests a second for `seconds`, each at its time, whether or not earlier ones were answered, as people do. Resolves when
 * all were answered.
 */
export const openLoop = async (rate: number, seconds: number, send: (place: number) => Promise<Outcome>): Promise<Fared> => {
  const outcomes: Record<Outcome, number> = { done: 0, refused: 0, failed: 0 };
  const times: number[] = [];
  const begun = performance.now();
  const one = async (place: number): Promise<void> => {
    const due = begun + (place * 1_000) / rate;
    await new Promise((resume) => setTimeout(resume, Math.max(0, due - performance.now())));
    const outcome = await send(place).catch((): Outcome => 'failed');
    outcomes[outcome] += 1;
    if (outcome === 'done') times.push(performance.now() - due);
  };
  const sent = Math.round(rate * seconds);
  await Promise.all(Array.from({ length: sent }, (_, place) => one(place)));
  times.sort((a, b) => a - b);
  const percentile = (share: number): number => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? Number.NaN;
  return { sent, ...outcomes, p50: percentile(0.5), p95: percentile(0.95), p99: percentile(0.99) };
};
