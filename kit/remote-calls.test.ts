import { describe, expect, it } from '@jest/globals';
import { failedStatus, RemoteCallError, type RemoteFailure } from './remote-call-error.ts';
import { createRemoteCalls } from './remote-calls.ts';
import { parseRetryAfter } from './retry-after.ts';
import { eventually } from './testing/eventually.ts';

const now = new Date('2026-05-01T00:00:00Z');
const calls = (options: Partial<Parameters<typeof createRemoteCalls>[0]> = {}) =>
  createRemoteCalls({
    server: 'partner',
    attemptMs: 200,
    retries: 3,
    backoff: { firstMs: 1, capMs: 5 },
    longestWaitMs: 1_000,
    breaker: { failures: 100, halfOpenAfterMs: 50 },
    ...options,
  });
const forever = new AbortController().signal;
const failing = (failure: RemoteFailure, times: number, retryAfterMs = 0) => {
  const attempts = { count: 0 };
  const attempt = async (): Promise<string> => {
    attempts.count += 1;
    if (attempts.count <= times) throw new RemoteCallError('partner', failure, { retryAfterMs });
    return 'done';
  };
  return { attempts, attempt };
};

describe('a call to a server of others', () => {
  it.each(['timeout', 'rate-limited', 'unavailable', 'invalid'] as const)(
    'that is %s is tried again, three times at most',
    async (failure) => {
      const passing = failing(failure, 3);
      expect(await calls().run(passing.attempt, forever)).toBe('done');
      const lasting = failing(failure, 9);
      await expect(calls().run(lasting.attempt, forever)).rejects.toMatchObject({ failure });
      expect([passing.attempts.count, lasting.attempts.count]).toEqual([4, 4]);
    },
  );

  it.each(['unauthorised', 'refused'] as const)('that is %s is not tried again', async (failure) => {
    const { attempts, attempt } = failing(failure, 1);
    await expect(calls().run(attempt, forever)).rejects.toMatchObject({ failure });
    expect(attempts.count).toBe(1);
  });

  it('waits as long as the server asks, and not at all when that is too long', async () => {
    const asked = failing('rate-limited', 1, 80);
    const begun = performance.now();
    await calls().run(asked.attempt, forever);
    expect(performance.now() - begun).toBeGreaterThanOrEqual(75);
    const endless = failing('rate-limited', 1, 3_600_000);
    await expect(calls().run(endless.attempt, forever)).rejects.toMatchObject({ failure: 'rate-limited' });
    expect(endless.attempts.count).toBe(1);
  });

  it('that hangs is a timeout after its own limit, also when it heeds no signal', async () => {
    const hanging = calls({ attemptMs: 20, retries: 0 }).run(() => new Promise(() => {}), forever);
    await expect(hanging).rejects.toMatchObject({ failure: 'timeout' });
  });

  it('ends at once when its caller leaves, and is not begun again', async () => {
    const leaving = new AbortController();
    const { attempts, attempt } = failing('rate-limited', 9, 900);
    const running = calls().run(attempt, leaving.signal);
    leaving.abort(new Error('gone'));
    await expect(running).rejects.toThrow('gone');
    expect(attempts.count).toBe(1);
  });

  it('is refused while the circuit is open, and let through again when the server is back', async () => {
    const breaking = calls({ retries: 0, breaker: { failures: 2, halfOpenAfterMs: 30 } });
    const broken = failing('unavailable', 2);
    for (const _ of [1, 2]) await expect(breaking.run(broken.attempt, forever)).rejects.toThrow('unavailable');
    expect(breaking.isOpen()).toBe(true);
    await expect(breaking.run(broken.attempt, forever)).rejects.toThrow('the circuit is open');
    expect(broken.attempts.count).toBe(2);
    expect(await eventually(() => breaking.run(broken.attempt, forever))).toBe('done');
    expect(breaking.isOpen()).toBe(false);
  });

  it('that is refused, or answered with nonsense, says nothing about the server: the circuit stays closed', async () => {
    const breaking = calls({ retries: 0, breaker: { failures: 2, halfOpenAfterMs: 30 } });
    for (const failure of ['refused', 'invalid', 'refused', 'invalid'] as const)
      await expect(breaking.run(failing(failure, 1).attempt, forever)).rejects.toMatchObject({ failure });
    expect(breaking.isOpen()).toBe(false);
  });
});

describe('a failed status', () => {
  it.each([
    [429, 'rate-limited'],
    [408, 'timeout'],
    [401, 'unauthorised'],
    [403, 'unauthorised'],
    [422, 'refused'],
    [503, 'unavailable'],
  ])('%i is %s', (status, failure) => {
    expect(failedStatus('partner', status, undefined, now)).toMatchObject({ failure });
  });

  it.each([
    [{ 'retry-after': '3' }, 3_000],
    [{ 'retry-after-ms': '250', 'retry-after': '3' }, 250],
    [{ 'retry-after': 'Fri, 01 May 2026 00:00:07 GMT' }, 7_000],
    [{ 'retry-after': 'Fri, 01 May 2020 00:00:07 GMT' }, 0],
    [{ 'retry-after': 'soon' }, 0],
    [{}, 0],
  ])('with %j asks to wait %i ms', (headers, milliseconds) => {
    expect(parseRetryAfter(new Headers(headers as Record<string, string>), now)).toBe(milliseconds);
  });
});
