import { describe, expect, it } from '@jest/globals';
import { eventually } from '#kit/testing/eventually.ts';
import { createHashingQueue } from './hashing-queue.ts';

const gate = () => Promise.withResolvers<void>();

describe('the hashing queue', () => {
  it('runs as many at once as it may, the others in order', async () => {
    const queue = createHashingQueue({ concurrency: 2, limit: 10 });
    const gates = [gate(), gate(), gate(), gate()];
    const begun: number[] = [];
    const all = gates.map(({ promise }, index) =>
      queue.run(() => {
        begun.push(index);
        return promise;
      }),
    );
    await Promise.resolve();
    expect(begun).toEqual([0, 1]);
    gates[1]?.resolve();
    await all[1];
    await eventually(() => expect(begun).toEqual([0, 1, 2]));
    for (const { resolve } of gates) resolve();
    await Promise.all(all);
    expect(begun).toEqual([0, 1, 2, 3]);
    expect(queue.waiting()).toBe(0);
  });

  it('answers RATE_LIMITED with retryAfter when it is full, and takes work again afterwards', async () => {
    const queue = createHashingQueue({ concurrency: 1, limit: 1 });
    const { promise, resolve } = gate();
    const [running, waiting] = [queue.run(() => promise), queue.run(() => promise)];
    await expect(queue.run(async () => {})).rejects.toMatchObject({ code: 'RATE_LIMITED', retryAfter: 1 });
    resolve();
    await Promise.all([running, waiting]);
    await expect(queue.run(async () => 'done')).resolves.toBe('done');
  });

  it('goes on after work that failed', async () => {
    const queue = createHashingQueue({ concurrency: 1, limit: 1 });
    await expect(queue.run(() => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
    await expect(queue.run(async () => 'done')).resolves.toBe('done');
  });
});
