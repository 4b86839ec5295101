import { expect, it } from '@jest/globals';
import { Counter } from 'prom-client';
import { createMetrics } from './metrics.ts';
import { createTimings, observe } from './timings.ts';

const create = (metrics = createMetrics()) => ({ metrics, timings: createTimings<'of'>(metrics, 'test_seconds', 'For a test.') });

it('timings of one name are one in a registry, and count on in the same label sets after a reset', async () => {
  const { metrics, timings } = create();
  const timing = timings.timing({ of: 'a' });
  expect(create(metrics).timings.timing({ of: 'a' })).toBe(timing);
  observe(timing, 3);
  expect(await metrics.metrics()).toMatch(
    /^test_seconds_bucket\{of="a",le="0.0025"\} 0$[\s\S]*le="0.005"\} 1$[\s\S]*^test_seconds_sum\{of="a"\} 0.003$/m,
  );
  metrics.resetMetrics();
  expect(await metrics.metrics()).not.toContain('of="a"');
  observe(timing, 1);
  expect(await metrics.metrics()).toMatch(/^test_seconds_count\{of="a"\} 1$/m);
});

it('timings refuse the name of another metric', () => {
  const metrics = createMetrics();
  new Counter({ name: 'test_seconds', help: 'Another.', registers: [metrics] });
  expect(() => create(metrics)).toThrow('test_seconds has already been registered');
});
