import { describe, expect, it } from '@jest/globals';
import { createMetrics } from './metrics.ts';
import { RemoteCallError } from './remote-call-error.ts';
import { createRemoteCallMetrics } from './remote-call-metrics.ts';

const options = { prefix: 'madang_test', purpose: 'ask', labelNames: ['server'] as const, buckets: [1] };
const never = new AbortController().signal;

describe('the metrics of calls to servers of others', () => {
  it('count attempts by how they ended, each server its own, and pass on what they gave', async () => {
    const metrics = createMetrics();
    const calls = createRemoteCallMetrics(metrics, options);
    const [one, other] = ['one', 'other'].map((server) => calls.ofServer({ server }, () => false));
    expect(await one!(async () => 'answer', never)).toBe('answer');
    const busy = new RemoteCallError('other', 'rate-limited');
    await expect(other!(() => Promise.reject(busy), never)).rejects.toBe(busy);
    await expect(other!(() => Promise.reject(new Error('lost')), never)).rejects.toThrow('lost');
    await expect(other!(() => Promise.reject(new Error('late')), AbortSignal.abort())).rejects.toThrow('late');
    const text = await metrics.metrics();
    for (const [server, outcome] of [
      ['one', 'ok'],
      ['other', 'rate-limited'],
      ['other', 'unavailable'],
      ['other', 'timeout'],
    ])
      expect(text).toContain(`madang_test_attempt_seconds_count{server="${server}",outcome="${outcome}"} 1`);
  });

  it('show which circuits are open at the moment', async () => {
    const metrics = createMetrics();
    const calls = createRemoteCallMetrics(metrics, options);
    let isOpen = true;
    calls.ofServer({ server: 'one' }, () => isOpen);
    calls.ofServer({ server: 'other' }, () => false);
    const circuits = () => metrics.getSingleMetricAsString('madang_test_circuit_open');
    expect(await circuits()).toMatch(/server="one"} 1\n.*server="other"} 0/);
    isOpen = false;
    expect(await circuits()).toMatch(/server="one"} 0/);
  });
});
