import { describe, expect, it } from '@jest/globals';
import { createClient } from 'graphql-sse';
import { eventually } from '#kit/testing/eventually.ts';
import { rawSocket } from './raw-socket.ts';
import { collect, type StartOptions, startGateway } from './start-gateway.ts';

/** A gateway with a mutation that takes until `pay`, each one in its turn; when it stops, it ends all connections at once. */
const startPaying = async (options: Partial<StartOptions> = {}) => {
  const waiting: ((outcome: string) => void)[] = [];
  const paid: Promise<string>[] = [];
  const paying = (): Promise<string> => {
    const { promise, resolve } = Promise.withResolvers<string>();
    waiting.push(resolve);
    paid.push(promise);
    return promise;
  };
  const ticked = {
    subscribe: async function* () {
      yield { ticked: 1 };
      await new Promise(() => {});
    },
  };
  const sdl = 'type Query { a: Int } type Mutation { pay: String } type Subscription { ticked: Int }';
  const money = { sdl, resolvers: { Mutation: { pay: paying }, Subscription: { ticked } } };
  const gateway = await startGateway({ subgraphs: { money }, config: { DRAIN_MS: 0 }, ...options });
  return { gateway, paid, pay: (): void => waiting.shift()?.('paid') };
};

describe('A mutation while the gateway stops', () => {
  it.each([
    ['an event stream', '/graphql', false],
    ['a reserved stream', '/graphql/stream', true],
  ])('answers a mutation on %s before it ends that: it is done once', async (_what, path, singleConnection) => {
    const { gateway, paid, pay } = await startPaying();
    const client = createClient({ url: `${gateway.url}${path}`, singleConnection, retryAttempts: 2 });
    const live = collect(client, 'subscription { ticked }');
    const mutation = collect(client, 'mutation { pay }');
    await eventually(() => paid.length === 1 && live.results.length === 1);
    const closing = gateway.gateway.close();
    pay();
    await eventually(() => expect(mutation).toMatchObject({ results: [{ data: { pay: 'paid' } }], done: true }));
    await closing;
    expect(paid).toHaveLength(1);
    expect(live.done).toBe(false);
    client.dispose();
    await gateway.close();
  });

  it('answers what is asked on an event stream while its token is being judged', async () => {
    const judged = Promise.withResolvers<void>();
    let judging = 0;
    const { gateway, paid, pay } = await startPaying({
      before:
        (keys) =>
        async (...asked) => {
          judging++;
          // What could not be judged is judged again when the stream is opened.
          if (judging === 1) throw new Error('fetch failed');
          await judged.promise;
          return keys(...asked);
        },
    });
    const { token } = await gateway.session();
    const mutation = collect(gateway.sse(token), 'mutation { pay }');
    await eventually(() => judging === 2);
    const closing = gateway.gateway.close();
    judged.resolve();
    await eventually(() => paid.length === 1);
    pay();
    await eventually(() => expect(mutation).toMatchObject({ results: [{ data: { pay: 'paid' } }], done: true }));
    await closing;
    await gateway.close();
  });

  it('answers on a socket what comes while something else is answered', async () => {
    const { gateway, paid, pay } = await startPaying();
    const socket = await rawSocket(gateway.url);
    socket.subscribe('1', 'mutation { pay }');
    await eventually(() => paid.length === 1);
    const closing = gateway.gateway.close();
    socket.subscribe('2', 'mutation { pay }');
    await eventually(() => paid.length === 2);
    pay();
    await eventually(() => socket.results('1').length === 1);
    socket.say({ type: 'ping' });
    await eventually(() => expect(socket.heard.at(-1)).toEqual({ type: 'pong' }));
    expect(socket.closes).toEqual([]);
    pay();
    await closing;
    await eventually(() => expect(socket.results('2')).toEqual([{ data: { pay: 'paid' } }]));
    await gateway.close();
  });
});
