import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
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

describe('GraphQL over SSE, distinct connections', () => {
  it('streams a subscription, and leaves upstream with the client', async () => {
    const live = collect(gateway.sse(), 'subscription { pulse(id: "7") { count event { title } } }');
    await eventually(() => live.results.length === 1);
    yard.setPulse({ count: 5, version: 2 });
    await eventually(() => live.results.length === 2);
    expect(live.results[1]).toEqual({ data: { pulse: { count: 5, event: { title: 'Event 7' } } } });
    live.stop();
    await eventually(() => yard.subscriptions().open === 0);
  });

  it('answers a query with one result and completes, by POST and by GET', async () => {
    const query = collect(gateway.sse(), '{ event(id: "1") { title } }');
    await eventually(() => query.done);
    expect(query.results).toEqual([{ data: { event: { title: 'Event 1' } } }]);
    const response = await fetch(`${gateway.url}/graphql?query=${encodeURIComponent('{ event(id: "2") { title } }')}`, {
      headers: { accept: 'text/event-stream' },
    });
    expect(response.headers.get('content-type')).toMatch('text/event-stream');
    const text = await response.text();
    expect(text).toMatch('event: next\ndata: {"data":{"event":{"title":"Event 2"}}}');
    expect(text).toMatch('event: complete');
  });

  it('answers a query as JSON when the client takes that too, as urql does, and a subscription as a stream', async () => {
    const answer = (query: string) =>
      fetch(`${gateway.url}/graphql`, {
        method: 'POST',
        headers: {
          accept: 'application/graphql-response+json, application/graphql+json, application/json, text/event-stream, multipart/mixed',
          'content-type': 'application/json',
        },
        body: JSON.stringify({ query }),
      });
    expect(await (await answer('{ event(id: "1") { title } }')).json()).toEqual({ data: { event: { title: 'Event 1' } } });
    const stream = await answer('subscription { pulse(id: "7") { count } }');
    expect(stream.headers.get('content-type')).toMatch('text/event-stream');
    await stream.body?.cancel();
    await eventually(() => yard.subscriptions().open === 0);
  });

  it('sends errors as a result: of validation, of a mutation by GET', async () => {
    const refused = collect(gateway.sse(), '{ nothing }');
    await eventually(() => refused.done);
    expect(refused.results).toEqual([{ errors: [expect.objectContaining({ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } })] }]);
    const response = await fetch(`${gateway.url}/graphql?query=${encodeURIComponent('mutation { publish(title: "x") }')}`, {
      headers: { accept: 'text/event-stream' },
    });
    expect(await response.text()).toMatch('Mutations need POST');
  });

  it('knows who asks, and ends when the session ends', async () => {
    const { token, sessionId } = await gateway.session();
    const live = collect(gateway.sse(token), 'subscription { mine { seenBy } }');
    await eventually(() => live.results.length === 1);
    expect(live.results).toEqual([{ data: { mine: { seenBy: '{"known":true}' } } }]);
    await gateway.revoke(sessionId);
    await eventually(() => live.done || live.failure !== undefined, { within: 1_500 });
    expect(yard.subscriptions().open).toBe(0);
  });

  it('is executed by GET for a page of a foreign origin, which cannot read it: nothing that its browser adds tells who asks', async () => {
    const { token } = await gateway.session();
    const byGet = async (query: string, accept: string, ambient = {}) => {
      const headers = { accept, origin: 'https://elsewhere.test', 'sec-fetch-site': 'cross-site', ...ambient };
      const response = await fetch(`${gateway.url}/graphql?query=${encodeURIComponent(query)}`, { headers });
      expect(response.headers.get('access-control-allow-origin')).toBeNull();
      return response.text();
    };
    expect(await byGet('{ total }', 'text/event-stream')).toMatch('{"data":{"total":');
    for (const accept of ['text/event-stream', 'multipart/mixed;subscriptionSpec=1.0']) {
      for (const ambient of [{ cookie: `authorization=Bearer ${token}` }, { authorization: `Basic ${btoa(`a:${token}`)}` }])
        expect(await byGet('subscription { mine { count } }', accept, ambient)).toMatch('UNAUTHENTICATED');
      expect(await byGet('mutation { publish(title: "x") }', accept)).not.toMatch('"data"');
    }
    expect(await byGet('{ total }', 'multipart/mixed;subscriptionSpec=1.0')).toMatch('CSRF');
  });
});
