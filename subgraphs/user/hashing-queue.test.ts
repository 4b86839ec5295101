import { describe, expect, it } from '@jest/globals';
import { eventually } from '#kit/testing/eventually.ts';
import { createHashingQueue, type HashingQueueOptions } from './hashing-queue.ts';

const gate = () => Promise.withResolvers<void>();
const full = { code: 'RATE_LIMITED', retryAfter: 1 };

/** A queue on a clock of its own, and requests that take as long as they are told. */
const queueWith = (options: Partial<HashingQueueOptions>) => {
  let time = 0;
  const queue = createHashingQueue({ concurrency: 1, limit: 10, answerWithinMs: 60_000, clock: () => time, ...options });
  const pass = async (ms: number): Promise<void> => {
    time += ms;
  };
  return {
    ...queue,
    run: <Result>(work: () => Promise<Result>) => queue.admit((run) => run(work)),
    /** A request that hashes for `turn` milliseconds, and does other things for `besides`. */
    request: ({ turn, besides = 0 }: { turn: number; besides?: number }) =>
      queue.admit(async (run) => {
        await run(() => pass(turn));
        await pass(besides);
      }),
  };
};

describe('the hashing queue', () => {
  it('runs as many at once as it may, the others in order', async () => {
    const queue = queueWith({ concurrency: 2 });
    const gates = [gate(), gate(), gate(), gate()];
    const begun: number[] = [];
    const all = gates.map(({ promise }, index) =>
      queue.run(() => {
        begun.push(index);
        return promise;
      }),
    );
    await eventually(() => expect(begun).toEqual([0, 1]));
    gates[1]?.resolve();
    await all[1];
    await eventually(() => expect(begun).toEqual([0, 1, 2]));
    for (const { resolve } of gates) resolve();
    await Promise.all(all);
    expect(begun).toEqual([0, 1, 2, 3]);
    expect(queue.waiting()).toBe(0);
  });

  it('answers RATE_LIMITED with retryAfter when it is full, and takes work again afterwards', async () => {
    const queue = queueWith({ limit: 1 });
    const { promise, resolve } = gate();
    const [running, waiting] = [queue.run(() => promise), queue.run(() => promise)];
    await expect(queue.run(async () => {})).rejects.toMatchObject(full);
    resolve();
    await Promise.all([running, waiting]);
    await expect(queue.run(async () => 'done')).resolves.toBe('done');
  });

  it('keeps the place of a request that is let in and looks something up first', async () => {
    const queue = queueWith({ limit: 0 });
    const { promise, resolve } = gate();
    const looking = queue.admit(async (run) => {
      await promise;
      return run(async () => 'done');
    });
    await expect(queue.run(async () => {})).rejects.toMatchObject(full);
    resolve();
    await expect(looking).resolves.toBe('done');
    await expect(queue.admit(async () => 'no password after all')).resolves.toBe('no password after all');
    await expect(queue.run(async () => 'done')).resolves.toBe('done');
  });

  it('refuses at once who cannot expect an answer in time, going by how long turns take', async () => {
    const queue = queueWith({ limit: 1_000, answerWithinMs: 200 });
    for (let worked = 0; worked < 30; worked++) await queue.request({ turn: 20 });
    const { promise, resolve } = gate();
    const accepted = Array.from({ length: 6 }, () => queue.run(() => promise));
    await expect(queue.run(async () => {})).rejects.toMatchObject(full);
    expect(queue.waiting()).toBe(5);
    resolve();
    await Promise.all(accepted);
    await expect(queue.run(async () => 'done')).resolves.toBe('done');
  });

  it('lets fewer in when requests take long besides hashing, and more again when that is over', async () => {
    const queue = queueWith({ limit: 1_000, answerWithinMs: 200 });
    const accepted = async (): Promise<number> => {
      const { promise, resolve } = gate();
      const answers = Promise.allSettled(Array.from({ length: 20 }, () => queue.run(() => promise)));
      const count = queue.waiting() + 1;
      resolve();
      await answers;
      return count;
    };
    for (let worked = 0; worked < 30; worked++) await queue.request({ turn: 10 });
    expect(await accepted()).toBeGreaterThanOrEqual(9);
    for (let worked = 0; worked < 30; worked++) await queue.request({ turn: 10, besides: 60 });
    expect(await accepted()).toBeLessThan(7);
    for (let worked = 0; worked < 60; worked++) await queue.request({ turn: 10 });
    expect(await accepted()).toBeGreaterThanOrEqual(9);
  });

  it('gives the turn to the next when it comes too late for an answer in time, and the work is not done', async () => {
    const queue = queueWith({ answerWithinMs: 1_000 });
    for (let worked = 0; worked < 30; worked++) await queue.request({ turn: 10, besides: 100 });
    const done: string[] = [];
    const running = queue.request({ turn: 895 });
    const late = queue.run(async () => done.push('late'));
    await running;
    await expect(late).rejects.toMatchObject(full);
    const soon = [queue.request({ turn: 10 }), queue.run(async () => done.push('soon'))];
    await Promise.all(soon);
    expect(done).toEqual(['soon']);
  });

  it('lets somebody in whatever is expected while nobody is before: it learns when things are better', async () => {
    const queue = queueWith({ answerWithinMs: 100 });
    await queue.request({ turn: 5_000, besides: 5_000 });
    await expect(queue.run(async () => 'done')).resolves.toBe('done');
  });

  it('answers RATE_LIMITED to whoever has waited too long, and lets nobody else lose the turn', async () => {
    const queue = queueWith({ answerWithinMs: 20 });
    const { promise, resolve } = gate();
    const running = queue.run(() => promise);
    await expect(queue.run(async () => 'late')).rejects.toMatchObject(full);
    expect(queue.waiting()).toBe(0);
    resolve();
    await running;
    await expect(queue.run(async () => 'done')).resolves.toBe('done');
  });

  it('goes on after work that failed', async () => {
    const queue = queueWith({ limit: 1 });
    await expect(queue.run(() => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
    await expect(queue.run(async () => 'done')).resolves.toBe('done');
  });
});
