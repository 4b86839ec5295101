import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '#kit/testing/eventually.ts';
import { rawSocket } from './raw-socket.ts';
import { composeSmall } from './small-graph.ts';
import { collect, startGateway, type TestGateway } from './start-gateway.ts';
import { createYard } from './yard.ts';

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startGateway({ subgraphs: createYard().subgraphs });
});
afterAll(() => gateway.close());

const send = (body: string, headers: Record<string, string> = { 'content-type': 'application/json' }) =>
  fetch(`${gateway.url}/graphql`, { method: 'POST', headers, body });

/** Why, and that nothing came of it. */
const REFUSED_BY_GET = /^(?!.*"data").*(need POST|only support query|does not accept)/s;

describe('Known holes', () => {
  it('arrays of operations are refused', async () => {
    for (const accept of ['application/json', 'text/event-stream', 'multipart/mixed;subscriptionSpec=1.0']) {
      const response = await send(JSON.stringify([{ query: '{ total }' }, { query: '{ total }' }]), {
        'content-type': 'application/json',
        accept,
      });
      const text = await response.text();
      expect([accept, response.status, text.includes('"data"')]).toEqual([accept, 400, false]);
      if (accept === 'application/json') expect(text).toMatch('Operation batching disabled');
    }
    const socket = await rawSocket(gateway.url);
    socket.say([{ type: 'subscribe', id: 'a', payload: { query: '{ total }' } }]);
    await eventually(() => expect(socket.closes.map(({ code }) => code)).toEqual([4400]));
  });

  it('an alias named __proto__ is a key like any other', async () => {
    const response = await send(JSON.stringify({ query: '{ __proto__: event(id: "1") { constructor: title __proto__: count } }' }));
    expect((await response.text()).trim()).toBe('{"data":{"__proto__":{"constructor":"Event 1","__proto__":0}}}');
    expect(({} as Record<string, unknown>).constructor).toBe(Object);
  });

  it.each(['__proto__', 'constructor'])(
    'a fragment named %s is one like any other, and unknown when nobody has written it',
    async (name) => {
      const query = `{ event(id: "1") { ...${name} } }`;
      const known = await send(JSON.stringify({ query: `${query} fragment ${name} on Event { title }` }));
      expect(await known.json()).toEqual({ data: { event: { title: 'Event 1' } } });
      const unknown = await send(JSON.stringify({ query }));
      expect(await unknown.json()).toMatchObject({ errors: [{ message: `Unknown fragment "${name}".` }] });
    },
  );

  it('variables named __proto__ change nothing', async () => {
    const response = await send('{"query":"query ($id: ID!) { event(id: $id) { title } }","variables":{"__proto__":{"id":"polluted"}}}');
    expect(await response.text()).not.toMatch('polluted');
    expect('id' in {}).toBe(false);
    const { client } = gateway.socket();
    const results: unknown[] = [];
    client.subscribe(
      { query: 'query ($__proto__: ID!) { event(id: $__proto__) { title } }', variables: JSON.parse('{"__proto__":"1"}') },
      { next: (result) => void results.push(result), error: (error) => void results.push(error), complete: () => {} },
    );
    await eventually(() => expect(results).toHaveLength(1));
    expect(({} as { title?: unknown }).title).toBeUndefined();
    expect((await gateway.post('{ total }')).body).toEqual({ data: { total: 0 } });
  });

  it('fragments that spread each other are refused', async () => {
    const query = '{ event(id: "1") { ...a } } fragment a on Event { same { ...b } } fragment b on Event { same { ...a } }';
    expect((await gateway.post(query)).body.errors?.[0]?.extensions.code).toBe('GRAPHQL_VALIDATION_FAILED');
    const many = `{ event(id: "1") { ...f0 } } ${Array.from({ length: 30 }, (_, index) => `fragment f${index} on Event { same { ...f${index + 1} } again: same { ...f${index + 1} } }`).join(' ')} fragment f30 on Event { title }`;
    expect((await gateway.post(many)).body.errors?.[0]?.extensions).toMatchObject({ code: 'GRAPHQL_VALIDATION_FAILED' });
  });

  it.each(['/graphql?query=', '/graphql?operationName=m&query='])('a mutation by GET is refused: %s', async (path) => {
    const query = encodeURIComponent('mutation m { publish(title: "x") }');
    for (const accept of ['application/json', 'text/event-stream', 'multipart/mixed;subscriptionSpec=1.0']) {
      const response = await fetch(`${gateway.url}${path}${query}`, { headers: { accept, 'apollo-require-preflight': '1' } });
      expect(await response.text()).toMatch(REFUSED_BY_GET);
    }
  });

  it('a mutation by GET is refused also when an id names it', async () => {
    const query = 'mutation { publish(title: "by GET") }';
    const sha256Hash = createHash('sha256').update(query).digest('hex');
    const known = await gateway.post(query, { extensions: { persistedQuery: { version: 1, sha256Hash } } });
    expect(known.body.data).toEqual({ publish: 'by GET' });
    const extensions = encodeURIComponent(JSON.stringify({ persistedQuery: { version: 1, sha256Hash } }));
    for (const accept of ['application/json', 'text/event-stream', 'multipart/mixed;subscriptionSpec=1.0']) {
      for (const parameters of [`documentId=sha256:${sha256Hash}`, `extensions=${extensions}`]) {
        const response = await fetch(`${gateway.url}/graphql?${parameters}`, { headers: { accept, 'apollo-require-preflight': '1' } });
        expect(await response.text()).toMatch(REFUSED_BY_GET);
      }
    }
  });

  it.each([
    ['text/plain', '{"query":"{ total }"}'],
    ['application/x-www-form-urlencoded', 'query={total}'],
    ['multipart/form-data; boundary=x', '--x\r\nContent-Disposition: form-data; name="query"\r\n\r\n{ total }\r\n--x--'],
    ['application/graphql', '{ total }'],
    ['application/json; charset=utf-7', '{"query":"+AHs- total +AH0-"}'],
    ['', '{"query":"{ total }"}'],
  ])('a body of type "%s" is not answered', async (type, body) => {
    for (const accept of ['*/*', 'text/event-stream']) {
      const response = await send(body, { ...(type ? { 'content-type': type } : {}), accept });
      expect(response.status).toBeGreaterThanOrEqual(400);
      expect(response.status).toBeLessThan(500);
      expect(await response.text()).not.toMatch('"data"');
    }
  });

  const SECRETS = `type Query { total(by: By, kind: Kind): Int } input By { secretName: String } enum Kind { SECRET }
    type Subscription { pulse(by: By): Pulse } type Pulse { count: Int secretCount: Int }`;

  it.each([
    ['a field', '{ totl }', {}, 'totl'],
    ['an input field', 'query ($by: By) { total(by: $by) }', { by: { secretNam: 'x' } }, 'secretNam'],
    ['a value of an enum', 'query ($kind: Kind) { total(kind: $kind) }', { kind: 'SECRE' }, 'SECRE'],
    ['an input field of a subscription', 'subscription ($by: By) { pulse(by: $by) { count } }', { by: { secretNam: 'x' } }, 'secretNam'],
  ])('suggests no names where introspection is off, on no transport: %s', async (_what, query, variables, wrong) => {
    const closed = await startGateway({ subgraphs: { secrets: { sdl: SECRETS } }, config: { INTROSPECTION: false } });
    const [socket, sse] = [collect(closed.socket().client, query, variables), collect(closed.sse(), query, variables)];
    await eventually(() => (socket.failure !== undefined || socket.done) && sse.done);
    const sent = ['application/json', 'multipart/mixed;subscriptionSpec=1.0,application/json'].flatMap((accept) =>
      ['ko', 'en'].map(async (language) => {
        const headers = { 'content-type': 'application/json', accept, 'accept-language': language };
        return (await fetch(`${closed.url}/graphql`, { method: 'POST', headers, body: JSON.stringify({ query, variables }) })).text();
      }),
    );
    const answers = [JSON.stringify([socket.failure, socket.results]), JSON.stringify(sse.results), ...(await Promise.all(sent))];
    await closed.close();
    for (const answer of answers) expect(answer).toMatch(/errors|message/);
    expect(answers.filter((answer) => answer.includes(wrong))).not.toEqual([]);
    expect(answers.join()).not.toMatch(/did you mean|total\b|secretName|SECRET/);
  });

  it('suggests no names where introspection is off to a subscription that a reload ends', async () => {
    const yard = createYard();
    const closed = await startGateway({ subgraphs: yard.subgraphs, config: { INTROSPECTION: false } });
    const socket = await rawSocket(closed.url);
    socket.subscribe('a', 'subscription { entered { name } }');
    await eventually(() => yard.subscriptions().open === 1);
    const { counts, ...others } = yard.subgraphs;
    const renamed = { ...counts!, sdl: counts!.sdl.replace('cursor: String! name: String!', 'cursor: String! names: String!') };
    expect(closed.gateway.adopt(composeSmall({ ...others, counts: renamed }))).toBe(true);
    await eventually(() => expect(socket.heard.at(-1)).toMatchObject({ type: 'error', id: 'a' }));
    await closed.close();
    const [{ message, extensions }] = socket.heard.at(-1)?.payload ?? [];
    expect([message, extensions.reason]).toEqual(['Cannot query field "name" on type "Entry".', 'SUPERGRAPH_CHANGED']);
  });

  it.each(['_service { sdl }', '_entities(representations: [{ __typename: "Event", id: "1" }]) { __typename }'])(
    'there is no %s from outside',
    async (field) => {
      const [socket, sse] = [collect(gateway.socket().client, `{ ${field} }`), collect(gateway.sse(), `{ ${field} }`)];
      await eventually(() => socket.failure !== undefined && sse.done);
      expect((await gateway.post(`{ ${field} }`)).body.errors?.[0]?.extensions.code).toBe('GRAPHQL_VALIDATION_FAILED');
      expect(JSON.stringify([socket.failure, sse.results])).not.toMatch('"data"');
    },
  );
});
