import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { request } from 'node:http';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually } from '#kit/testing/eventually.ts';
import type { SmallSubgraph } from './case.ts';
import { composeSmall } from './small-graph.ts';
import { startGateway, type TestGateway } from './start-gateway.ts';

let asked: string[] = [];
let arrived = 0;
let holding = Promise.withResolvers<void>();
let gateway: TestGateway;

const subgraphs: Record<string, SmallSubgraph> = {
  things: {
    sdl: `
      type Query { thing(id: ID!): String slow(id: ID!): String must(id: ID!): Int! }
      type Mutation { change: String }
    `,
    resolvers: {
      Query: {
        thing: (_: unknown, { id }: { id: string }) => id,
        slow: async (_: unknown, { id }: { id: string }, { headers }: { headers: { authorization?: string } }) => {
          asked.push(id);
          await holding.promise;
          return `${id} for ${headers.authorization ? 'somebody' : 'nobody'}`;
        },
        must: () => 1,
      },
      Mutation: { change: () => void asked.push('change') },
    },
  },
};

const noteArrival = () => void arrived++;
beforeAll(async () => {
  gateway = await startGateway({ subgraphs });
  subscribe('http.server.request.start', noteArrival);
});
afterAll(async () => {
  unsubscribe('http.server.request.start', noteArrival);
  await gateway.close();
});
beforeEach(() => {
  [asked, arrived] = [[], 0];
  holding = Promise.withResolvers();
});

const post = (body: object, headers: Record<string, string> = {}) =>
  fetch(`${gateway.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });

const seen = async (response: Response) => ({
  status: response.status,
  headers: { type: response.headers.get('content-type'), 'content-length': response.headers.get('content-length') },
  body: await response.text(),
});

describe('Equal queries that are under way at once', () => {
  const ask = async (id: string, token = '') =>
    (await gateway.post('query ($id: ID!) { slow(id: $id) }', { variables: { id }, token })).body;
  const settled = (count: number) => eventually(() => asked.length === count);
  /** Resolves when so many requests have come, and the gateway has had a turn for what they say. */
  const allCame = async (count: number): Promise<void> => {
    await eventually(() => arrived >= count);
    await gateway.post('{ thing(id: "turn") }');
  };

  it('are executed once, and answer everybody', async () => {
    const answers = [ask('a'), ask('a'), ask('b'), ask('a')];
    await allCame(4);
    holding.resolve();
    expect(await Promise.all(answers)).toEqual(['a', 'a', 'b', 'a'].map((id) => ({ data: { slow: `${id} for nobody` } })));
    expect(asked.sort()).toEqual(['a', 'b']);
  });

  it('are told by their text, which may nest more deeply than can be written', async () => {
    const deep = `${'['.repeat(200_000)}${']'.repeat(200_000)}`;
    const query = JSON.stringify('query ($id: ID!) { slow(id: $id) }');
    const answer = fetch(`${gateway.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: `{"query":${query},"variables":{"id":"a","unknown":${deep}}}`,
    });
    await settled(1);
    holding.resolve();
    expect(await (await answer).json()).toEqual({ data: { slow: 'a for nobody' } });
  });

  it('are others in another operation of the document, under another condition and in another language', async () => {
    const query =
      'query a($b: Boolean!) { slow(id: "1") must(id: "1") @include(if: $b) } query c($b: Boolean!) { also: slow(id: "2") must(id: "1") @include(if: $b) }';
    const asking = (operationName: string, b: boolean, language = 'ko') =>
      post({ query, operationName, variables: { b } }, { 'accept-language': language });
    const answers = [asking('a', true), asking('c', true), asking('a', false), asking('a', true, 'en'), asking('a', true)];
    await allCame(5);
    holding.resolve();
    const bodies = await Promise.all(answers.map(async (answer) => (await (await answer).json()).data));
    const slow = '1 for nobody';
    expect(bodies).toEqual([{ slow, must: 1 }, { also: '2 for nobody', must: 1 }, { slow }, { slow, must: 1 }, { slow, must: 1 }]);
    expect(asked.toSorted()).toEqual(['1', '1', '1', '2']);
  });

  it('are not shared over a reload of the supergraph', async () => {
    const before = ask('a');
    await settled(1);
    const { things } = subgraphs;
    const sdl = things!.sdl.replace('type Query {', 'type Query { fresh: Int');
    expect(gateway.gateway.adopt(composeSmall({ things: { ...things!, sdl } }))).toBe(true);
    const after = ask('a');
    await settled(2);
    holding.resolve();
    expect(await Promise.all([before, after])).toEqual(Array(2).fill({ data: { slow: 'a for nobody' } }));
  });

  it('are alike for all who share one, in any script', async () => {
    const asks = () => post({ query: 'query ($id: ID!) { slow(id: $id) }', variables: { id: '마당 🎉' } });
    const answers = [asks(), asks(), asks()];
    await allCame(3);
    holding.resolve();
    const [first, ...others] = await Promise.all(answers.map(async (answer) => seen(await answer)));
    const body = '{"data":{"slow":"마당 🎉 for nobody"}}\n';
    expect(first).toMatchObject({ status: 200, headers: { 'content-length': String(Buffer.byteLength(body)) }, body });
    expect(others).toEqual([first, first]);
    expect(asked).toHaveLength(1);
  });
  it('are never shared between people, nor with nobody', async () => {
    const [one, other] = [await gateway.session(), await gateway.session()];
    const answers = [ask('a'), ask('a', one.token), ask('a', other.token), ask('a', one.token)];
    await allCame(4);
    holding.resolve();
    expect((await Promise.all(answers)).map(({ data }) => (data as { slow: string }).slow)).toEqual([
      'a for nobody',
      ...Array(3).fill('a for somebody'),
    ]);
    expect(asked).toHaveLength(3);
  });

  it('are not shared over a mutation, and mutations never are', async () => {
    const before = ask('a');
    await settled(1);
    await Promise.all([gateway.post('mutation { change }'), gateway.post('mutation { change }')]);
    const after = ask('a');
    await settled(4);
    holding.resolve();
    await Promise.all([before, after]);
    expect(asked).toEqual(['a', 'change', 'change', 'a']);
  });

  it('are executed once for all who ask by GET, and for all who ask over sockets', async () => {
    const query = 'query ($id: ID!) { slow(id: $id) }';
    const get = async (id: string) => {
      const parameters = new URLSearchParams({ query, variables: JSON.stringify({ id }) });
      const response = await fetch(`${gateway.url}/graphql?${parameters}`, { headers: { 'apollo-require-preflight': '1' } });
      return response.json();
    };
    const clients = [gateway.socket(), gateway.socket()];
    const overSocket = async ({ client }: (typeof clients)[number], id: string, asked = query) => {
      for await (const result of client.iterate({ query: asked, variables: { id } })) return result;
    };
    const answers = [get('a'), get('b'), get('a'), ...clients.map((client) => overSocket(client, 'a')), overSocket(clients[0]!, 'b')];
    await allCame(3);
    await Promise.all(clients.map((client) => overSocket(client, 'turn', 'query ($id: ID!) { thing(id: $id) }')));
    holding.resolve();
    expect(await Promise.all(answers)).toEqual(['a', 'b', 'a', 'a', 'a', 'b'].map((id) => ({ data: { slow: `${id} for nobody` } })));
    // `fetch` names a language, and sockets none.
    expect(asked.toSorted()).toEqual(['a', 'a', 'b', 'b']);
    await Promise.all(clients.map(({ client }) => client.dispose()));
  });

  it('go on for those who stay when the first one leaves', async () => {
    const first = request(`${gateway.url}/graphql`, { method: 'POST', agent: false, headers: { 'content-type': 'application/json' } });
    const gone = new Promise((resolve) => first.once('error', resolve));
    first.end(JSON.stringify({ query: 'query ($id: ID!) { slow(id: $id) }', variables: { id: 'a' } }));
    await settled(1);
    const second = ask('a');
    await allCame(2);
    first.destroy(new Error('left'));
    await gone;
    holding.resolve();
    expect(await second).toEqual({ data: { slow: 'a for nobody' } });
  });
});
