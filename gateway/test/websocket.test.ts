import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import { eventually } from '#kit/testing/eventually.ts';
import { collect, startGateway, type TestGateway } from './start-gateway.ts';
import { createYard, type Yard } from './yard.ts';

let gateway: TestGateway;
let yard: Yard;
beforeAll(async () => {
  yard = createYard();
  gateway = await startGateway({ subgraphs: yard.subgraphs });
});
afterAll(() => gateway.close());
beforeEach(() => eventually(() => yard.subscriptions().open === 0));

describe('graphql-transport-ws', () => {
  it('answers queries and mutations', async () => {
    const { client } = gateway.socket();
    const query = collect(client, '{ event(id: "1") { title count } }');
    const mutation = collect(client, 'mutation ($t: String!) { publish(title: $t) }', { t: 'x' });
    await eventually(() => query.done && mutation.done);
    expect(query.results).toEqual([{ data: { event: { title: 'Event 1', count: 0 } } }]);
    expect(mutation.results).toEqual([{ data: { publish: 'x' } }]);
  });

  it('sends coded errors for a document that is not valid', async () => {
    const refused = collect(gateway.socket().client, '{ nothing }');
    await eventually(() => refused.failure !== undefined);
    expect(refused.failure).toEqual([expect.objectContaining({ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } })]);
  });

  it('says what is wrong with a document in the language that the socket was opened in', async () => {
    class KoreanSocket extends WebSocket {
      constructor(url: string, protocols: string[]) {
        super(url, protocols, { headers: { 'accept-language': 'ko' } });
      }
    }
    const client = createClient({ url: `${gateway.url.replace('http', 'ws')}/graphql`, webSocketImpl: KoreanSocket, retryAttempts: 0 });
    const refused = collect(client, '{ nothing }');
    await eventually(() => refused.failure !== undefined);
    await client.dispose();
    const error = { message: expect.stringMatching(/^요청이 스키마에/), extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } };
    expect(refused.failure).toEqual([expect.objectContaining(error)]);
  });

  it('streams a live value with fields of other subgraphs, and leaves upstream with the client', async () => {
    yard.setPulse({ count: 1, version: 2 });
    const { client } = gateway.socket();
    const live = collect(client, 'subscription { pulse(id: "7") { n: count event { title count } } }');
    await eventually(() => live.results.length === 1);
    yard.setPulse({ count: 2, version: 3 });
    await eventually(() => live.results.length === 2);
    expect(live.results).toEqual([1, 2].map((n) => ({ data: { pulse: { n, event: { title: 'Event 7', count: n } } } })));
    live.stop();
    await eventually(() => yard.subscriptions().open === 0);
  });

  it('completes when the subscription completes upstream', async () => {
    const live = collect(gateway.socket().client, 'subscription { said { text } }');
    await eventually(() => yard.subscriptions().open === 1);
    yard.say('one');
    yard.say('two');
    yard.complete();
    await eventually(() => live.done);
    expect(live.results).toEqual([{ data: { said: { text: 'one' } } }, { data: { said: { text: 'two' } } }]);
    yard = await fresh();
  });

  it('tells why a subscription was refused', async () => {
    const live = collect(gateway.socket().client, 'subscription { mine { count } }');
    await eventually(() => live.done);
    expect(live.results).toEqual([{ errors: [expect.objectContaining({ extensions: { code: 'UNAUTHENTICATED', service: 'counts' } })] }]);
  });
});

/** A yard and a gateway without the ended subscriptions of the last test. */
const fresh = async (): Promise<Yard> => {
  await gateway.close();
  const next = createYard();
  gateway = await startGateway({ subgraphs: next.subgraphs });
  return next;
};
