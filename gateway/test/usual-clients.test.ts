import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { ApolloClient, gql, HttpLink, InMemoryCache } from '@apollo/client';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createClient, fetchExchange } from '@urql/core';
import { eventually } from '#kit/testing/eventually.ts';
import { startGateway, type TestGateway } from './start-gateway.ts';

const QUERY = 'query Slow { slow }';
const JSON_HEADERS = { 'content-type': 'application/json' };

let gateway: TestGateway;
let asked = 0;
let arrived = 0;
let sent: RequestInit[] = [];
let holding = Promise.withResolvers<void>();

const noteArrival = () => void arrived++;
beforeAll(async () => {
  const slow = async () => {
    asked++;
    await holding.promise;
    return 'done';
  };
  gateway = await startGateway({ subgraphs: { slow: { sdl: 'type Query { slow: String }', resolvers: { Query: { slow } } } } });
  subscribe('http.server.request.start', noteArrival);
});
afterAll(async () => {
  unsubscribe('http.server.request.start', noteArrival);
  await gateway.close();
});
beforeEach(() => {
  [asked, arrived, sent] = [0, 0, []];
  holding = Promise.withResolvers();
});

/** The client's own `fetch`, of which every request is noted. */
const noting: typeof fetch = (url, init) => {
  sent.push(init ?? {});
  return fetch(url, init);
};

const byHand =
  (accept: string, more = {}) =>
  async () => {
    const body = JSON.stringify({ query: QUERY, variables: {}, ...more });
    return (await (await noting(`${gateway.url}/graphql`, { method: 'POST', headers: { ...JSON_HEADERS, accept }, body })).json()).data;
  };

/** One query, as a client that has just been opened sends it. */
const clients: Record<string, () => Promise<unknown>> = {
  'Apollo Client': async () => {
    const link = new HttpLink({ uri: `${gateway.url}/graphql`, fetch: noting });
    return (await new ApolloClient({ link, cache: new InMemoryCache() }).query({ query: gql(QUERY) })).data;
  },
  urql: async () => {
    const url = `${gateway.url}/graphql`;
    const client = createClient({ url, exchanges: [fetchExchange], preferGetMethod: false, fetch: noting });
    return (await client.query(QUERY, {}).toPromise()).data;
  },
  'the fetch of Relay’s example': byHand('application/graphql-response+json; charset=utf-8, application/json; charset=utf-8'),
  'graphql-request': byHand('application/graphql-response+json, application/json', { operationName: 'Slow' }),
  'Apollo Kotlin': byHand('multipart/mixed;deferSpec=20220824, application/graphql-response+json, application/json', {
    operationName: 'Slow',
    extensions: { clientLibrary: { name: 'apollo-kotlin', version: '4.3.1' } },
  }),
};

describe('What usual clients send', () => {
  it.each(Object.entries(clients))('is shared while it is under way, as what goes the quick way is: %s', async (_client, ask) => {
    const answers = [ask(), ask(), ask()];
    await eventually(() => arrived >= 3);
    await gateway.post('{ __typename }');
    holding.resolve();
    expect(await Promise.all(answers)).toEqual(Array(3).fill({ slow: 'done' }));
    expect(asked).toBe(1);
  });

  it('is what it was when the quick way was made for it', async () => {
    holding.resolve();
    await Promise.all([clients['Apollo Client']!(), clients.urql!()]);
    const accepts = sent.map(({ headers }) => new Headers(headers).get('accept'));
    expect(accepts).toEqual([
      'application/graphql-response+json,application/json;q=0.9',
      'application/graphql-response+json, application/graphql+json, application/json, text/event-stream, multipart/mixed',
    ]);
    expect(Object.keys(JSON.parse(String(sent[0]?.body)).extensions)).toEqual(['clientLibrary']);
  });
});
