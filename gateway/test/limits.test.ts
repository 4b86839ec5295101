import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { getIntrospectionQuery } from 'graphql';
import { eventually } from '#kit/testing/eventually.ts';
import { readConfig } from '../config.ts';
import type { SmallSubgraph } from './case.ts';
import { rawSocket } from './raw-socket.ts';
import { SECRET, startGateway, type TestGateway } from './start-gateway.ts';
import { createYard } from './yard.ts';

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startGateway({ subgraphs: createYard().subgraphs });
});
afterAll(() => gateway.close());

const times = (count: number, text: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => text(index)).join(' ');

const nested = (levels: number): string =>
  `{ event(id: "1") { ${times(levels - 2, () => 'same {')} title ${times(levels - 2, () => '}')} } }`;

describe('Limits', () => {
  it.each([
    ['aliases', `{ ${times(16, (index) => `a${index}: total`)} }`],
    [
      'aliases',
      `{ ...a ...b } fragment a on Query { ${times(8, (index) => `a${index}: total`)} } fragment b on Query { ...a ${times(1, () => 'x: total')} }`,
    ],
    ['aliases', `{ ${times(16, (index) => `a${index}: __typename`)} }`],
    ['aliases', `{ __schema { ${times(16, (index) => `a${index}: types { name }`)} } }`],
    ['aliases', `{ __type(name: "Event") { ...f } } fragment f on __Type { ${times(16, (index) => `a${index}: name`)} }`],
    ['fields', `{ __schema { ${times(250, () => '...f')} } } fragment f on __Schema { types { ${times(8, () => 'name')} } }`],
    ['directives', `{ __schema { queryType { name ${times(9, () => '@skip(if: false)')} } } }`],
    ['rootFields', `{ ${times(21, () => 'total')} }`],
    ['fields', `{ event(id: "1") { ${times(250, () => '...f')} } } fragment f on Event { ${times(8, () => 'title')} }`],
    ['directives', `{ total ${times(9, () => '@skip(if: false)')} }`],
    ['depth', nested(13)],
    ['depth', `{ ...f } fragment f on Query ${nested(13)}`],
    ['tokens', `{ ${times(1_001, () => 'total')} }`],
    ['signUp', 'mutation { a: signUp b: signUp }'],
    ['participate', 'mutation { a: participate b: participate }'],
    ['refreshSession', 'mutation { a: refreshSession b: refreshSession }'],
    ['changePassword', 'mutation { a: changePassword b: changePassword }'],
    ['logIn', 'mutation { a: logIn(email: "a") b: logIn(email: "b") }'],
    ['logIn', 'mutation { ...f logIn(email: "a") } fragment f on Mutation { b: logIn(email: "b") }'],
  ])('an operation beyond "%s" is refused by name', async (limit, query) => {
    const { status, body } = await gateway.post(query);
    expect(status).toBe(400);
    expect(body.data).toBeUndefined();
    expect(body.errors).toEqual(expect.arrayContaining([expect.objectContaining({ extensions: expect.objectContaining({ limit }) })]));
    expect(body.errors?.find(({ extensions }) => extensions.limit === limit)?.message).toMatch(`"${limit}"`);
  });

  it.each(['query', 'subscription'])('hold on sockets, event streams and for answers in parts too: a %s', async (kind) => {
    const below = `{ ${times(11, () => 'same {')} title ${times(11, () => '}')} }`;
    const query = kind === 'query' ? `{ event(id: "1") ${below} }` : `subscription { pulse(id: "1") { event ${below} } }`;
    const socket = await rawSocket(gateway.url);
    socket.subscribe('a', query);
    await eventually(() =>
      expect(socket.heard.at(-1)).toMatchObject({ type: 'error', payload: [{ extensions: { limit: 'depth', max: 12 } }] }),
    );
    socket.socket.close();
    for (const accept of ['text/event-stream', 'multipart/mixed;subscriptionSpec=1.0,application/json']) {
      const headers = { 'content-type': 'application/json', accept };
      const response = await fetch(`${gateway.url}/graphql`, { method: 'POST', headers, body: JSON.stringify({ query }) });
      expect([accept, await response.text()]).toEqual([accept, expect.stringContaining('"limit":"depth","max":12')]);
    }
  });

  it('a body beyond 1 MB is refused by name', async () => {
    const { status, body } = await gateway.post(`{ total } #${'x'.repeat(1024 * 1024)}`);
    expect(status).toBe(413);
    expect(body.errors?.[0]?.extensions).toMatchObject({ code: 'BAD_REQUEST', limit: 'body' });
  });

  it('are the operator’s to set', async () => {
    const limits = { DEPTH_LIMIT: '13', ALIAS_LIMIT: '16', ROOT_FIELD_LIMIT: '21', DIRECTIVE_LIMIT: '9', TOKEN_LIMIT: '1001' };
    const config = readConfig({ NODE_ENV: 'test', GATEWAY_SECRET: SECRET, ...limits });
    const generous = await startGateway({ subgraphs: createYard().subgraphs, config: { limits: config.limits } });
    const of = (by: number): string[] => [
      nested(12 + by),
      `{ ${times(15 + by, (index) => `a${index}: total`)} }`,
      `{ ${times(20 + by, () => 'total')} }`,
      `{ ${times(8 + by, () => 'total @skip(if: false)')} }`,
      `{ event(id: "1") { ${times(491 + by, () => '...f')} } } fragment f on Event { title }`,
    ];
    const errors = async (query: string) => (await generous.post(query)).body.errors?.map(({ extensions }) => extensions.limit);
    expect(await Promise.all(of(1).map(errors))).toEqual(Array(5).fill(undefined));
    expect(await Promise.all(of(2).map(errors))).toEqual([['depth'], ['aliases'], ['rootFields'], ['directives'], ['tokens']]);
    await generous.close();
  });

  it('a document of more than 2,000 lines is refused by name: each error counts them', async () => {
    const fields = times(90, (index) => `z${index}`);
    const of = (lines: number): string => `{ ${'\n'.repeat(lines - 1)} ${fields} }`;
    const lines = { code: 'BAD_REQUEST', limit: 'lines', max: 2_000 };
    const refused = await gateway.post(of(2_001));
    expect([refused.status, refused.body.errors?.map(({ extensions }) => extensions)]).toEqual([400, [lines]]);
    expect((await gateway.post(of(2_000))).body.errors?.[0]?.extensions.code).toBe('GRAPHQL_VALIDATION_FAILED');
    expect((await gateway.post(`{ total } #${'\r'.repeat(500_000)}`)).body.errors?.[0]?.extensions).toEqual(lines);
    const parameters = new URLSearchParams({ query: of(2_001) });
    const got = await fetch(`${gateway.url}/graphql?${parameters}`, { headers: { 'apollo-require-preflight': '1' } });
    expect([got.status, await got.json()]).toMatchObject([400, { errors: [{ extensions: lines }] }]);
    const socket = await rawSocket(gateway.url);
    socket.subscribe('a', of(2_001));
    await eventually(() => expect(socket.heard.at(-1)).toMatchObject({ type: 'error', payload: [{ extensions: lines }] }));
    socket.socket.close();
  });

  it('a media type that is longer than any is refused before it is read', async () => {
    const type = `application/json;${' '.repeat(250)}x`;
    const posted = await fetch(`${gateway.url}/graphql`, { method: 'POST', headers: { 'content-type': type }, body: '{}' });
    const got = await fetch(`${gateway.url}/graphql?query={total}`, { headers: { 'content-type': type } });
    for (const response of [posted, got])
      expect([response.status, await response.json()]).toMatchObject([415, { errors: [{ extensions: { code: 'BAD_REQUEST' } }] }]);
  });

  it('fragments that spread each other or themselves end quickly', async () => {
    const bomb = (type: string, leaf: string): string =>
      `${times(60, (index) => `fragment f${index} on ${type} { ...f${index + 1} ...f${index + 1} }`)} fragment f60 on ${type} { ${leaf} }`;
    for (const query of [
      `{ ...f0 } ${bomb('Query', 'total')}`,
      `mutation { ...f0 } ${bomb('Mutation', 'participate')}`,
      `{ event(id: "1") { ...f0 } } ${bomb('Event', 'title')}`,
    ]) {
      const { body } = await gateway.post(query);
      expect(body.errors).toEqual(
        expect.arrayContaining([expect.objectContaining({ extensions: expect.objectContaining({ limit: 'fields' }) })]),
      );
    }
    const circle = await gateway.post('{ ...a } fragment a on Query { x: total ...b } fragment b on Query { ...a }');
    expect(circle.body.errors?.[0]?.extensions.code).toBe('GRAPHQL_VALIDATION_FAILED');
  });

  it('a document that repeats fields without end is refused, with what to do', async () => {
    const { status, body } = await gateway.post(`{ event(id: "1") { ${times(950, () => 'title')} } }`);
    expect([status, body.errors?.[0]]).toEqual([
      400,
      expect.objectContaining({ message: expect.stringMatching('each field once'), extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }),
    ]);
  });

  it('introspection as tools send it is answered, with all that it can ask for', async () => {
    const all = {
      descriptions: true,
      specifiedByUrl: true,
      directiveIsRepeatable: true,
      schemaDescription: true,
      inputValueDeprecation: true,
    };
    for (const options of [undefined, all, { ...all, oneOf: true, experimentalDirectiveDeprecation: true }]) {
      const { status, body } = await gateway.post(getIntrospectionQuery(options));
      expect([status, body.errors]).toEqual([200, undefined]);
    }
  });

  it('what is within the limits is answered', async () => {
    expect((await gateway.post(nested(12))).body.errors).toBeUndefined();
  });

  it('what is not a JSON object of an operation is a coded error', async () => {
    const send = (text: string, type = 'application/json') =>
      fetch(`${gateway.url}/graphql`, { method: 'POST', headers: { 'content-type': type }, body: text });
    for (const [text, type] of [
      ['{', 'application/json'],
      ['[{"query":"{ total }"}]', 'application/json'],
      ['query={total}', 'application/x-www-form-urlencoded'],
      ['{}', 'application/json'],
    ]) {
      const response = await send(text!, type);
      expect(response.status).toBeGreaterThanOrEqual(400);
      expect(response.status).toBeLessThan(500);
      expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'BAD_REQUEST' } }] });
    }
  });
});

describe('A supergraph with very many ways to a field', () => {
  const types = Array.from({ length: 12 }, (_, index) => `T${index}`);
  const things = (fields: string, ofEach: string): SmallSubgraph => ({
    sdl: `${fields} ${types.map((type) => `type ${type} implements Thing @key(fields: "id") { id: ID! ${ofEach} }`).join(' ')}`,
  });
  const weighing = things('interface Thing { id: ID! weight: Int peers: [Thing!]! }', 'weight: Int @shareable peers: [Thing!]! @shareable');
  const subgraphs = {
    things: things('type Query { total: Int things: [Thing!]! } interface Thing { id: ID! }', ''),
    scales: weighing,
    balance: weighing,
  };

  it('refuses an operation that asks for it, by name, before the ways fill the memory', async () => {
    const many = await startGateway({ subgraphs });
    const { status, body } = await many.post('{ things { peers { peers { weight peers { weight } } } } }');
    expect(status).toBe(400);
    expect(body.errors).toEqual([
      expect.objectContaining({ extensions: expect.objectContaining({ code: 'GRAPHQL_VALIDATION_FAILED', limit: 'ways', max: 300 }) }),
    ]);
    const deepest = `{ things ${'{ weight peers '.repeat(9)} { weight } ${'}'.repeat(9)} }`;
    const begun = performance.now();
    expect((await many.post(deepest)).body.errors?.[0]?.extensions).toMatchObject({ limit: 'ways' });
    expect(performance.now() - begun).toBeLessThan(10_000);
    expect((await many.post('{ things { ... on T1 { weight } } }')).body.errors?.[0]?.extensions.limit).toBeUndefined();
    await many.close();
  });
});
