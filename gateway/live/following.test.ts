import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, describe, expect, it } from '@jest/globals';
import { type ExecutionResult, GraphQLError } from 'graphql';
import { createLog } from '#kit/log.ts';
import { eventually } from '#kit/testing/eventually.ts';
import type { Executor } from '../execute/executor.ts';
import { AFTER } from '../plan/followable.ts';
import type { PlannedOperation } from '../plan/plan-operation.ts';
import { NeverOpened } from '../sources/fault.ts';
import { createFollowing, type Following } from './following.ts';
import { createMailbox, type Mailbox } from './mailbox.ts';

type Kind = 'live' | 'feed' | 'stream';
type Opened = { query: string; after: unknown; stream: Mailbox<ExecutionResult> };

const FIRST_WITHIN_MS = 100;

const planOf = (query: string, kind: Kind): PlannedOperation =>
  ({
    clientKey: (key: string) => key,
    subscription: { subgraph: 's', key: 'k', query, field: { kind }, positionOf: ({ data }: ExecutionResult) => data?.at ?? undefined },
  }) as unknown as PlannedOperation;

const item = (at: unknown): ExecutionResult => ({ data: { at } });

let following: Following;
afterEach(() => following.stop());

/** @param refuse what is thrown or answered instead of a stream */
const follow = (
  kind: Kind,
  { after, refuse = () => undefined }: { after?: unknown; refuse?: (query: string) => ExecutionResult | undefined } = {},
) => {
  const heard: unknown[] = [];
  const begins: unknown[] = [];
  const ends: unknown[] = [];
  const opened: Opened[] = [];
  const left: Opened[] = [];
  const subscribe: Executor['subscribe'] = async ({ subscription }, { variables, signal }) => {
    const { query } = subscription!;
    const refusal = refuse(query);
    const own: Opened = { query, after: variables[AFTER], stream: createMailbox<ExecutionResult>('all', () => void left.push(own)) };
    opened.push(own);
    if (refusal) own.stream.push(refusal);
    signal?.addEventListener('abort', () => void own.stream.return(undefined));
    return own.stream;
  };
  following = createFollowing(
    {
      executor: { subscribe } as Executor,
      log: createLog('silent', 'gateway'),
      backoff: { firstMs: 10, capMs: 20 },
      firstWithinMs: FIRST_WITHIN_MS,
      rollOutMs: 200,
    },
    {
      planned: planOf('A', kind),
      after,
      request: () => ({ variables: {}, headers: {} }) as never,
      expiresAt: () => Number.POSITIVE_INFINITY,
      onBegin: (cursor) => void begins.push(cursor),
      onEvent: ({ data, errors }) => void heard.push(data?.at ?? errors?.[0]?.extensions.code),
      onEnd: (errors) => void ends.push(errors?.map(({ extensions }) => extensions.code) ?? 'complete'),
    },
  );
  const last = (): Opened => opened.at(-1)!;
  const adopt = (query: string) => following.adopt(planOf(query, kind));
  return { heard, begins, ends, opened, left, last, adopt };
};

describe('A stream that begins beside another', () => {
  it('leaves the other alone when it completes, and is begun again', async () => {
    const { heard, ends, opened, last, adopt } = follow('feed', { after: '0' });
    await eventually(() => opened.length === 1);
    opened[0]!.stream.push(item('1'));
    adopt('B');
    await eventually(() => last().query === 'B');
    last().stream.end();
    opened[0]!.stream.push(item('2'));
    await eventually(() => opened.length === 3);
    last().stream.push(item('3'));
    await eventually(() => expect(heard).toEqual(['1', '2', '3']));
    expect([last().after, ends]).toEqual(['2', []]);
  });

  it('is tried as long as the other runs, whatever it does not understand', async () => {
    const unknown = new GraphQLError('Cannot query field', { extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } });
    const { heard, ends, opened, left, adopt } = follow('feed', {
      after: '0',
      refuse: (query) => (query === 'B' ? { errors: [unknown] } : undefined),
    });
    await eventually(() => opened.length === 1);
    opened[0]!.stream.push(item('1'));
    adopt('B');
    await eventually(() => opened.length > 20);
    opened[0]!.stream.push(item('2'));
    await eventually(() => expect(heard).toEqual(['1', '2']));
    expect(ends).toEqual([]);
    await eventually(() => opened.length - left.length <= 2);
  });

  it('leaves nothing behind when it is given up: what came meanwhile is not remembered', async () => {
    const { heard, opened, left, last, adopt } = follow('feed', { after: '0' });
    await eventually(() => opened.length === 1);
    adopt('B');
    await eventually(() => opened.length === 2);
    expect(adopt('A')).toBe(true);
    await eventually(() => left.length === 1);
    for (const at of ['1', '2', '1']) opened[0]!.stream.push(item(at));
    await eventually(() => expect(heard).toEqual(['1', '2', '1']));
    expect(last().query).toBe('B');
  });

  it('of a live value does not take over with an older state', async () => {
    const { heard, opened, last, adopt } = follow('live');
    await eventually(() => opened.length === 1);
    opened[0]!.stream.push(item(10));
    await eventually(() => heard.length === 1);
    adopt('B');
    await eventually(() => opened.length === 2);
    last().stream.push(item(9));
    await wait(50);
    opened[0]!.stream.push(item(11));
    await eventually(() => heard.length === 2);
    last().stream.push(item(11));
    await eventually(() => expect(heard).toEqual([10, 11, 11]));
  });

  it('knows where it began, also when it told before it took over', async () => {
    const { begins, opened, last, adopt } = follow('feed');
    await eventually(() => opened.length === 1);
    adopt('B');
    await eventually(() => opened.length === 2);
    last().stream.push({ extensions: { begin: '5' } });
    await eventually(() => expect(begins).toEqual(['5']));
    last().stream.fail(new Error('dropped'));
    await eventually(() => expect([last().query, last().after]).toEqual(['B', '5']));
  });

  it('is begun again by its own plan, also when the state is to be renewed meanwhile', async () => {
    const { opened, last, adopt } = follow('live');
    await eventually(() => opened.length === 1);
    opened[0]!.stream.push(item(1));
    adopt('B');
    await eventually(() => opened.length === 2);
    last().stream.end();
    await wait(20);
    following.renew();
    await eventually(() => expect(opened.map(({ query }) => query)).toEqual(['A', 'B', 'B']));
  });

  /** A live value whose stream is complete after its first state, while another plan's has been begun beside it. */
  const completeBesideAnother = async () => {
    const followed = follow('live');
    const { heard, opened, adopt } = followed;
    await eventually(() => opened.length === 1);
    opened[0]!.stream.push(item(1));
    await eventually(() => heard.length === 1);
    adopt('B');
    await eventually(() => opened.length === 2);
    opened[0]!.stream.end();
    await wait(20);
    return followed;
  };

  it('goes on where the other completes: its subgraph may be stopped', async () => {
    const { heard, ends, last } = await completeBesideAnother();
    last().stream.push(item(2));
    await eventually(() => expect(heard).toEqual([1, 2]));
    expect(ends).toEqual([]);
    last().stream.end();
    await eventually(() => expect(ends).toEqual(['complete']));
  });

  it('is complete with the other where its subgraph does not understand it', async () => {
    const unknown = new GraphQLError('Cannot query field', { extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } });
    const { heard, ends, opened, adopt } = follow('live', {
      refuse: (query) => (query === 'B' ? { errors: [unknown] } : undefined),
    });
    await eventually(() => opened.length === 1);
    opened[0]!.stream.push(item(1));
    await eventually(() => heard.length === 1);
    adopt('B');
    await eventually(() => opened.length > 2);
    opened[0]!.stream.end();
    await eventually(() => expect(ends).toEqual(['complete']));
    expect(heard).toEqual([1]);
  });

  it('is complete with the other when only then its subgraph says that it does not understand it', async () => {
    const unknown = new GraphQLError('Cannot query field', { extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } });
    const { heard, ends, opened, last } = await completeBesideAnother();
    expect(ends).toEqual([]);
    last().stream.push({ errors: [unknown] });
    await eventually(() => expect(ends).toEqual(['complete']));
    expect([heard, opened.length]).toEqual([[1], 2]);
  });

  it('is not begun after the end', async () => {
    const { opened } = follow('live');
    await eventually(() => opened.length === 1);
    following.stop();
    following.renew();
    following.adopt(planOf('B', 'live'));
    await wait(50);
    expect(opened).toHaveLength(1);
  });
});

describe('A subscription at its subgraph', () => {
  it('leaves each try that was refused for something that passes', async () => {
    const busy = new GraphQLError('Too often', { extensions: { code: 'RATE_LIMITED' } });
    let isBusy = false;
    const { heard, ends, opened, left, last } = follow('stream', { refuse: () => (isBusy ? { errors: [busy] } : undefined) });
    await eventually(() => opened.length === 1);
    last().stream.push(item('1'));
    await eventually(() => heard.length === 1);
    isBusy = true;
    last().stream.fail(new Error('dropped'));
    await eventually(() => opened.length > 5);
    isBusy = false;
    await eventually(() => opened.length - left.length <= 2);
    await eventually(() => {
      last().stream.push(item('2'));
      return heard.includes('2');
    });
    expect([heard.includes('RATE_LIMITED'), ends]).toEqual([false, []]);
  });

  it('that was not understood for as long as a roll-out takes ends with what its subgraph says', async () => {
    const unknown = new GraphQLError('Cannot query field', { extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } });
    let isOld = false;
    const { heard, ends, opened, last } = follow('feed', { refuse: () => (isOld ? { errors: [unknown] } : undefined) });
    await eventually(() => opened.length === 1);
    last().stream.push(item('1'));
    await eventually(() => heard.length === 1);
    isOld = true;
    last().stream.fail(new Error('dropped'));
    await eventually(() => expect(heard.at(-1)).toBe('GRAPHQL_VALIDATION_FAILED'));
    expect(opened.length).toBeGreaterThan(3);
    last().stream.end();
    await eventually(() => expect(ends).toEqual(['complete']));
  });

  it('that could not be opened for so long is none that was taken up', async () => {
    const { ends, opened } = follow('live');
    await eventually(() => opened.length === 1);
    await wait(FIRST_WITHIN_MS + 20);
    opened[0]!.stream.fail(new NeverOpened('timed out'));
    await eventually(() => expect(ends).toEqual([['SERVICE_UNAVAILABLE']]));
  });
});
