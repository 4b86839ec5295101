import { afterEach, describe, expect, it } from '@jest/globals';
import { createCleanupStack } from '#kit/testing/cleanup-stack.ts';
import { eventually } from '#kit/testing/eventually.ts';
import { createWorkerPool } from './worker-pool.ts';

const cleanups = createCleanupStack();
afterEach(cleanups.run);

const [ACTIVE, MOST, GATE] = [0, 1, 2];

/** A thread that stays at its task until the gate opens; told to die, it does. */
const script = `
  import { parentPort, threadId } from 'node:worker_threads';
  parentPort.on('message', (shared) => {
    if (shared === 'die') process.exit(1);
    const active = Atomics.add(shared, ${ACTIVE}, 1) + 1;
    if (active > Atomics.load(shared, ${MOST})) Atomics.store(shared, ${MOST}, active);
    Atomics.wait(shared, ${GATE}, 0);
    Atomics.sub(shared, ${ACTIVE}, 1);
    parentPort.postMessage(threadId);
  });`;

const poolOf = (threads: number, taskMs = 60_000) => {
  const pool = createWorkerPool(new URL(`data:text/javascript,${encodeURIComponent(script)}`), { threads, taskMs });
  cleanups.add(() => pool.close());
  return pool;
};
const gate = () => new Int32Array(new SharedArrayBuffer(12));
const open = (shared: Int32Array): void => {
  Atomics.store(shared, GATE, 1);
  Atomics.notify(shared, GATE);
};
const never = new AbortController().signal;

describe('the rendering threads', () => {
  it('are bounded: however much waits, no more threads work than there may be', async () => {
    const [pool, shared] = [poolOf(2), gate()];
    const answers = Array.from({ length: 8 }, () => pool.run(shared, never));
    await eventually(() => expect(Atomics.load(shared, ACTIVE)).toBe(2));
    open(shared);
    const threads = await Promise.all(answers);
    expect(Atomics.load(shared, MOST)).toBe(2);
    expect(new Set(threads).size).toBe(2);
  });

  it('let go of what is not wanted any more, waiting or at work, and take the next', async () => {
    const [pool, shared, stop] = [poolOf(1), gate(), new AbortController()];
    const [working, waiting] = [pool.run(shared, stop.signal), pool.run(shared, stop.signal)];
    const next = pool.run(shared, never);
    stop.abort(new Error('not wanted any more'));
    await expect(working).rejects.toThrow('not wanted any more');
    await expect(waiting).rejects.toThrow('not wanted any more');
    open(shared);
    expect(await next).toEqual(expect.any(Number));
  });

  it('that die fail the task they had, and no other', async () => {
    const [pool, shared] = [poolOf(1), gate()];
    open(shared);
    const [dying, next] = [pool.run('die', never), pool.run(shared, never)];
    await expect(dying).rejects.toThrow('The rendering thread ended.');
    expect(await next).toEqual(expect.any(Number));
  });

  it('have a limit for a task, in which waiting does not count', async () => {
    const [pool, shared] = [poolOf(1, 4_000), gate()];
    const [stuck, next] = [pool.run(shared, never), pool.run(shared, never)];
    await expect(stuck).rejects.toThrow('took more than 4000 ms');
    open(shared);
    expect(await next).toEqual(expect.any(Number));
  });

  it('that are closed refuse what waits and what is at work', async () => {
    const [pool, shared] = [poolOf(1), gate()];
    const tasks = [pool.run(shared, never), pool.run(shared, never)];
    const refused = Promise.all(tasks.map((task) => expect(task).rejects.toThrow('were closed')));
    await pool.close();
    await refused;
  });
});
