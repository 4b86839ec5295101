import { afterEach, describe, expect, it } from '@jest/globals';
import { type ExecutionResult, parse } from 'graphql';
import { pino } from 'pino';
import type { Subgraph } from '#kit/subgraph.ts';
import { type SpanOptions, setTracer } from '#kit/telemetry/tracer.ts';
import { ask, type SubgraphQuery } from '../execute/ask.ts';
import type { Run } from '../execute/run.ts';
import type { Operation, Operations } from '../operations.ts';
import { traceFetches } from './trace-fetches.ts';
import { traceOperations } from './trace-operations.ts';
import { startPush } from './trace-push.ts';

const SPAN = `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`;
const ended: { options: SpanOptions; error: unknown; attributes: SpanOptions['attributes'] }[] = [];
const record = (): void =>
  setTracer({
    start: (options) => ({ traceparent: SPAN, end: (error, attributes) => void ended.push({ options, error, attributes }) }),
  });

const operation = {
  document: parse('query A { a }'),
  hash: 'h',
  headers: { traceparent: 'client’s' },
  variables: {},
} as unknown as Operation;
const answering = (answer: (operation: Operation) => ExecutionResult): Operations =>
  ({ answer: async (asked: Operation) => answer(asked), subscribe: () => () => {} }) as unknown as Operations;

afterEach(() => {
  setTracer(null);
  ended.length = 0;
});

describe('telemetry at the gateway', () => {
  it('is not on the way of an operation while it is off', () => {
    const operations = answering(() => ({}));
    const subgraph = { name: 'user', execute: async () => ({}), subscribe: async () => ({}), close: async () => {} };
    expect(traceOperations(operations)).toBe(operations);
    expect(traceFetches(subgraph)).toBe(subgraph);
    expect(startPush(SPAN, 'pulse', [])).toBeNull();
  });

  it('answers an operation below its span, of which only our faults are failures', async () => {
    record();
    const told: (string | undefined)[] = [];
    const answers: ExecutionResult[] = ['FORBIDDEN', 'INTERNAL_SERVER_ERROR'].map(
      (code) => ({ errors: [{ message: code, extensions: { code } }] }) as unknown as ExecutionResult,
    );
    const operations = traceOperations(
      answering(({ headers }) => {
        told.push(headers.traceparent);
        return answers.shift() ?? {};
      }),
    );
    for (let times = 0; times < 3; times++) await operations.answer(operation);
    expect(told).toEqual([SPAN, SPAN, SPAN]);
    expect(ended.map(({ options: { name, parent }, attributes }) => [name, parent, attributes?.['madang.error.code']])).toEqual([
      ['query A', 'client’s', 'FORBIDDEN'],
      ['query A', 'client’s', 'INTERNAL_SERVER_ERROR'],
      ['query A', 'client’s', undefined],
    ]);
    expect(ended.map(({ error }) => error !== undefined)).toEqual([false, true, false]);
  });

  it('reads the caller of a long connection anew below a span too', () => {
    record();
    let token = 'old';
    let subscribed: Operation | undefined;
    const operations = traceOperations({
      ...answering(() => ({})),
      subscribe: (asked) => {
        subscribed = asked;
        return () => {};
      },
    });
    const long = { ...operation, document: parse('subscription S { s }') };
    Object.defineProperty(long, 'headers', { enumerable: true, get: () => ({ authorization: token }) });
    operations.subscribe(long, { end: () => {} } as unknown as Parameters<Operations['subscribe']>[1]);
    token = 'fresh';
    expect(subscribed?.headers).toEqual({ authorization: 'fresh', traceparent: SPAN });
    expect(ended.map(({ options }) => options.name)).toEqual(['subscription S']);
  });

  it('asks subgraphs below a span each, and tells when one fails', async () => {
    record();
    const asked: unknown[] = [];
    const subgraph: Subgraph = {
      name: 'user',
      execute: async ({ headers }) => {
        asked.push(headers.traceparent);
        if (asked.length > 1) throw new Error('away');
        return { data: {} };
      },
      subscribe: async () => ({ data: {} }),
      close: async () => {},
    };
    const user = traceFetches(subgraph);
    const question = { query: '{ a }', headers: { traceparent: 'above' } };
    expect(await user.execute(question)).toEqual({ data: {} });
    await expect(user.execute(question)).rejects.toThrow('away');
    expect(asked).toEqual([SPAN, SPAN]);
    expect(ended.map(({ options, error }) => [options.name, options.parent, (error as Error | undefined)?.message])).toEqual([
      ['fetch user', 'above', undefined],
      ['fetch user', 'above', 'away'],
    ]);
  });
});

it('a subgraph that does not answer is logged with the id of the request’s trace', async () => {
  const lines: string[] = [];
  const log = pino({}, { write: (line: string) => void lines.push(line) });
  const user = { execute: () => Promise.reject(new Error('away')) } as unknown as Subgraph;
  const run = { subgraphs: { user }, headers: { 'x-request-id': 'abc' }, log } as unknown as Run;
  const asked = { subgraph: 'user', query: '{ a }' } as unknown as SubgraphQuery;
  expect(await ask(run, asked, { values: () => ({}), text: () => '{}' })).toEqual(new Error('away'));
  expect(lines.map((line) => JSON.parse(line))).toEqual([expect.objectContaining({ subgraph: 'user', traceId: 'abc' })]);
});
