import { describe, expect, it } from '@jest/globals';
import { eventually } from '#kit/testing/eventually.ts';
import { createHashingQueue } from './hashing-queue.ts';

const gate = () => Promise.withResolvers<void>();

describe('the hashing queue', () => {
  it('runs as many at once as it may, the others in order', async () => {
    const queue = createHashingQueue({ concurrency: 2, limit: 10, longestWaitMs: 60_000 });
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
    const queue = createHashingQueue({ concurrency: 1, limit: 1, longestWaitMs: 60_000 });
    const { promise, resolve } = gate();
    const [running, waiting] = [queue.run(() => promise), queue.run(() => promise)];
    await expect(queue.run(async () => {})).rejects.toMatchObject({ code: 'RATE_LIMITED', retryAfter: 1 });
    resolve();
    await Promise.all([running, waiting]);
    await expect(queue.run(async () => 'done')).resolves.toBe('done');
  });

  it('answers RATE_LIMITED to whoever has waited too long, and lets nobody else lose the turn', async () => {
    const queue = createHashingQueue({ concurrency: 1, limit: 10, longestWaitMs: 20 });
    const { promise, resolve } = gate();
    const running = queue.run(() => promise);
    await expect(queue.run(async () => 'late')).rejects.toMatchObject({ code: 'RATE_LIMITED', retryAfter: 1 });
    expect(queue.waiting()).toBe(0);
    resolve();
    await running;
    await expect(queue.run(async () => 'done')).resolves.toBe('done');
  });

  it('refuses at once whose turn could not come in time, going by how long work usually takes', async () => {
    const queue = createHashingQueue({ concurrency: 1, limit: 1_000, longestWaitMs: 30 });
    for (let worked = 0; worked < 5; worked++) await queue.run(() => new Promise((resume) => setTimeout(resume, 20)));
    const { promise, resolve } = gate();
    const running = queue.run(() => promise);
    const waiting = Array.from({ length: 30 }, () => queue.run(async () => {}).catch(() => {}));
    expect(queue.waiting()).toBeLessThan(10);
    expect(queue.expectRoom).toThrow(expect.objectContaining({ code: 'RATE_LIMITED' }));
    resolve();
    await Promise.all([running, ...waiting]);
    expect(queue.expectRoom).not.toThrow();
  });

  it('goes on after work that failed', async () => {
    const queue = createHashingQueue({ concurrency: 1, limit: 1, longestWaitMs: 60_000 });
    await expect(queue.run(() => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
    await expect(queue.run(async () => 'done')).resolves.toBe('done');
  });
});
