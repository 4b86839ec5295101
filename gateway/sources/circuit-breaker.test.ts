import { describe, expect, it } from '@jest/globals';
import type { ExecutionResult } from 'graphql';
import { eventually } from '#kit/testing/eventually.ts';
import { createCircuitBreaker } from './circuit-breaker.ts';

const PAUSE_MS = 60;
const answer = async (): Promise<ExecutionResult> => ({ data: {} });
const fail = async (): Promise<never> => Promise.reject(new Error('away'));
const REFUSED = 'The subgraph "things" failed 2 times in a row.';

/** What a question came to: its error's message, or `answered`. */
const outcome = (asked: Promise<ExecutionResult>): Promise<string> =>
  asked.then(
    () => 'answered',
    (error: Error) => error.message,
  );

/** A question under way, which ends as it is told to. */
const createQuestion = () => {
  const { promise, resolve, reject } = Promise.withResolvers<ExecutionResult>();
  return { run: () => promise, answer: () => resolve({ data: {} }), fail: () => reject(new Error('away')) };
};

/** A breaker whose circuit is open, at the end of its pause. */
const afterPause = async () => {
  const ask = createCircuitBreaker('things', { failures: 2, pauseMs: PAUSE_MS });
  const begun = performance.now();
  for (let count = 0; count < 2; count++) expect(await outcome(ask(fail))).toBe('away');
  expect(await outcome(ask(answer))).toBe(REFUSED);
  await eventually(() => performance.now() - begun > 2 * PAUSE_MS);
  return ask;
};

describe('The circuit breaker', () => {
  it('counts failures in a row only', async () => {
    const ask = createCircuitBreaker('things', { failures: 2, pauseMs: PAUSE_MS });
    const outcomes: string[] = [];
    for (const run of [fail, answer, fail, answer, fail, fail, answer]) outcomes.push(await outcome(ask(run)));
    expect(outcomes).toEqual(['away', 'answered', 'away', 'answered', 'away', 'away', REFUSED]);
  });

  it('tries one question after the pause, refuses others meanwhile, and goes by what became of it', async () => {
    const ask = await afterPause();
    const trial = createQuestion();
    const tried = outcome(ask(trial.run));
    expect(await outcome(ask(answer))).toBe(REFUSED);
    trial.answer();
    expect(await tried).toBe('answered');
    expect(await Promise.all([outcome(ask(answer)), outcome(ask(answer))])).toEqual(['answered', 'answered']);
  });

  it('leaves the subgraph alone again after a trial that failed', async () => {
    const ask = await afterPause();
    expect(await outcome(ask(fail))).toBe('away');
    expect(await outcome(ask(answer))).toBe(REFUSED);
  });

  it('takes a trial whose client leaves for neither: the next question is the trial', async () => {
    const ask = await afterPause();
    const leaving = new AbortController();
    const left = createQuestion();
    const asked = outcome(ask(left.run, leaving.signal));
    leaving.abort();
    left.fail();
    expect(await asked).toBe('away');
    const trial = createQuestion();
    const tried = outcome(ask(trial.run));
    expect(await outcome(ask(answer))).toBe(REFUSED);
    trial.fail();
    expect(await tried).toBe('away');
    expect(await outcome(ask(answer))).toBe(REFUSED);
  });

  it('does not count what was asked before the circuit opened or closed', async () => {
    const ask = createCircuitBreaker('things', { failures: 2, pauseMs: PAUSE_MS });
    const late = [createQuestion(), createQuestion()].map((question) => ({ ...question, ended: outcome(ask(question.run)) }));
    for (let count = 0; count < 2; count++) await outcome(ask(fail));
    await eventually(async () => (await outcome(ask(answer))) === 'answered');
    for (const question of late) question.fail();
    expect(await Promise.all(late.map(({ ended }) => ended))).toEqual(['away', 'away']);
    expect(await outcome(ask(answer))).toBe('answered');
  });
});
