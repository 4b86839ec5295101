import { once } from 'node:events';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { afterEach, describe, expect, it } from '@jest/globals';
import { createCleanupStack } from './testing/cleanup-stack.ts';
import { within } from './within.ts';

/** Answers 50 ms after it was asked. */
const SOMEBODY = `
  const { parentPort } = require('node:worker_threads');
  parentPort.on('message', () => setTimeout(() => parentPort.postMessage('an answer'), 50));
  parentPort.postMessage('ready');`;

const heldUp = (ms: number): void => void Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);

describe('Who waits for an answer within a time', () => {
  const cleanups = createCleanupStack();
  afterEach(cleanups.run);

  it('is told who did not give it, once the time is over', async () => {
    await expect(within(20, 'Somebody', new Promise(() => {}))).rejects.toThrow('Somebody did not answer within 20 ms.');
  });

  it('gets the answer that came while the process was held up for longer than that', async () => {
    const somebody = new Worker(SOMEBODY, { eval: true });
    cleanups.add(() => somebody.terminate());
    await once(somebody, 'message');
    await nextTurn();
    somebody.postMessage('a question');
    const answer = within(100, 'Somebody', once(somebody, 'message'));
    heldUp(300);
    expect(await answer).toEqual(['an answer']);
  });
});
