import { describe, expect, it } from '@jest/globals';
import type { ExecutionResult, GraphQLError } from 'graphql';
import { createLog } from '#kit/log.ts';
import { createMetrics } from '#kit/metrics.ts';
import { eventually } from '#kit/testing/eventually.ts';
import type { Executor } from '../execute/executor.ts';
import type { Operation } from '../operations.ts';
import type { PlannedOperation } from '../plan/plan-operation.ts';
import { coded } from '../test/small-graph.ts';
import { createChannel } from './channel.ts';
import { standardBounds } from './delivery.ts';
import { createLiveMetrics } from './live-metrics.ts';
import { createMailbox } from './mailbox.ts';
import type { Outlet } from './outlet.ts';
import type { Payload } from './payload.ts';

const planOf = (version: string): PlannedOperation =>
  ({
    definition: {},
    clientKey: (key: string) => key,
    subscription: {
      subgraph: 's',
      key: 'k',
      query: 'A',
      field: { kind: 'live', version, public: false },
      positionOf: ({ data }: ExecutionResult) => data?.at,
    },
  }) as unknown as PlannedOperation;

/** A channel with one subscriber, whose state was given; while `away.is` something is missing from that. */
const startChannel = async (away = { is: false }) => {
  const upstream = createMailbox<ExecutionResult>('all');
  const operation = { headers: {}, variables: {} } as Operation;
  const executor = {
    subscribe: async () => upstream,
    complete: async (_planned: unknown, _request: unknown, event: ExecutionResult) =>
      away.is ? { ...event, errors: [coded('SERVICE_UNAVAILABLE')] } : event,
  } as unknown as Executor;
  const log = createLog('silent', 'gateway');
  const channel = createChannel(
    { executor, log, bounds: standardBounds, metrics: createLiveMetrics(createMetrics()) },
    { planned: planOf('version'), operation, after: undefined, maskFor: () => (result) => result, onEnd: () => {} },
  );
  const join = () => {
    const heard: Payload[] = [];
    const ends: (readonly GraphQLError[] | undefined)[] = [];
    const outlet: Outlet = {
      waitingBytes: () => 0,
      send: (payload) => void heard.push(payload),
      whenDrained: (callback) => callback(),
      end: (errors) => void ends.push(errors),
    };
    channel.join(operation, outlet, undefined);
    return { heard, ends };
  };
  const first = join();
  upstream.push({ data: { at: 1 } });
  await eventually(() => first.heard.length === 1);
  return { channel, upstream, join, ...first };
};

describe('A channel', () => {
  it('serialises each change once for all who follow it', async () => {
    const { upstream, join } = await startChannel();
    const all = Array.from({ length: 600 }, join);
    let serialised = 0;
    upstream.push({ data: { at: 2, toJSON: () => ({ serialised: ++serialised }) } });
    await eventually(() => all.every(({ heard }) => heard.length === 2));
    expect(serialised).toBe(1);
    expect(new Set(all.map(({ heard }) => heard.at(-1))).size).toBe(1);
    upstream.end();
  });
});

describe('A channel that is about to end takes nobody in', () => {
  it('when its field is of another kind now', async () => {
    const { channel, ends } = await startChannel();
    expect(channel.knows(undefined)).toBe(true);
    channel.adopt(planOf('revision'));
    expect(channel.knows(undefined)).toBe(false);
    await eventually(() => expect(ends).toEqual([[expect.objectContaining({ message: expect.stringContaining('Subscribe again') })]]));
  });

  it('when its subgraph has completed it, although its last state is still mended', async () => {
    const away = { is: true };
    const { channel, upstream, heard, ends } = await startChannel(away);
    upstream.end();
    await eventually(() => !channel.knows(undefined));
    expect(ends).toHaveLength(0);
    away.is = false;
    await eventually(() => ends.length === 1);
    expect([heard.at(-1)!.text, ends[0]]).toEqual(['{"data":{"at":1}}', undefined]);
  });
});
