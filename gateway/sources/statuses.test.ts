import type { ServerResponse } from 'node:http';
import { afterEach, describe, expect, it } from '@jest/globals';
import { createCleanupStack } from '#kit/testing/cleanup-stack.ts';
import { type Answer, links, QUERY, reply, serveAnswers, thing } from '../test/scripted-subgraph.ts';
import type { HttpSubgraphOptions } from './http-subgraph.ts';

const cleanups = createCleanupStack();
afterEach(cleanups.run);

const RESULT = { errors: [{ message: '로그인', extensions: { code: 'UNAUTHENTICATED' } }] };
const ANSWERED = { data: { thing: '마당' } };
const replyAsResult = (response: ServerResponse, body: unknown, status: number): void =>
  void response.writeHead(status, { 'Content-Type': 'application/graphql-response+json; charset=utf-8' }).end(JSON.stringify(body));

/** What a question came to: its result, or the error's message. */
const outcome = (asked: Promise<unknown>): Promise<unknown> => asked.catch((error: Error) => error.message);

describe.each(Object.entries(links))('An answer of another status by %s', (_name, createLink) => {
  const subgraph = (answer: Answer, options: Partial<HttpSubgraphOptions> = {}) =>
    serveAnswers(cleanups, answer, { createLink, breaker: { failures: 2, pauseMs: 60_000 }, ...options });

  /** Answers twice as it is told to, which would open the circuit, then as it should. */
  const twice = async (answer: (response: ServerResponse) => void, options: Partial<HttpSubgraphOptions> = {}) => {
    const { source } = await subgraph(
      (request, response, count) => (count <= 2 ? answer(response) : thing(request, response, count)),
      options,
    );
    return [await outcome(source.execute(QUERY)), await outcome(source.execute(QUERY)), await outcome(source.execute(QUERY))];
  };

  it.each([401, 403, 404, 418, 302])('is read when it says that it is a result: %i', async (status) => {
    expect(await twice((response) => replyAsResult(response, RESULT, status))).toEqual([RESULT, RESULT, ANSWERED]);
  });

  it('is read as raw values, too', async () => {
    const { source } = await subgraph((_request, response) => replyAsResult(response, { ...RESULT, data: { thing: '"' } }, 401));
    const asked = { start: '{"query":"{ thing }","variables":', variables: '{}', headers: { values: {} }, isMutation: false, raw: true };
    expect(await source.send!(asked)).toEqual({ ...RESULT, data: { thing: '\\"' } });
  });

  it.each([201, 202, 203])('is read when it is one of success: %i', async (status) => {
    expect(await twice((response) => reply(response, RESULT, status))).toEqual([RESULT, RESULT, ANSWERED]);
  });

  it('says nothing of the subgraph when it is a result of 5xx of what was executed', async () => {
    const executed = { ...RESULT, data: { thing: null } };
    expect(await twice((response) => replyAsResult(response, executed, 500))).toEqual([executed, executed, ANSWERED]);
  });

  it('is the client’s when it is a result of 5xx of what was not, and counts as a failure', async () => {
    const outcomes = await twice((response) => replyAsResult(response, RESULT, 503));
    expect(outcomes).toEqual([RESULT, RESULT, 'The subgraph "things" failed 2 times in a row.']);
  });

  it.each([401, 429, 500])('is none when it may come from something between: %i', async (status) => {
    const { source } = await subgraph((_request, response) => reply(response, RESULT, status));
    expect(await outcome(source.execute(QUERY))).toBe(`The subgraph "things" answered with status ${status}.`);
  });

  it('says something about the question when it is of 4xx, whatever it holds', async () => {
    const refused = 'The subgraph "things" answered with status 431.';
    for (const answer of [
      (response: ServerResponse) => void response.writeHead(431).end(),
      (response: ServerResponse) => replyAsResult(response, { errors: 'many' }, 431),
      (response: ServerResponse) => reply(response, RESULT, 431),
    ])
      expect(await twice(answer)).toEqual([refused, refused, ANSWERED]);
  });

  it('is one of the subgraph’s failures when it is of any other', async () => {
    const refused = 'The subgraph "things" answered with status 302.';
    const outcomes = await twice((response) => void response.writeHead(302).end());
    expect(outcomes).toEqual([refused, refused, 'The subgraph "things" failed 2 times in a row.']);
  });

  it('that is longer than allowed says something about the question', async () => {
    const long = 'The answer is too long.';
    const outcomes = await twice((response) => reply(response, { data: { thing: 'x'.repeat(200_000) } }), { maxBytes: 100_000 });
    expect(outcomes).toEqual([long, long, ANSWERED]);
  });
});
