import { describe, expect, it } from '@jest/globals';
import { eventually } from '#kit/testing/eventually.ts';
import { rawSocket } from './raw-socket.ts';
import { collect, startGateway } from './start-gateway.ts';
import { createYard } from './yard.ts';

describe('Rate limits', () => {
  it('refuse by address on every transport, with the seconds to wait', async () => {
    const limited = await startGateway({ subgraphs: createYard().subgraphs, config: { RATE_LIMIT_PER_ADDRESS: 3 } });
    for (let turn = 0; turn < 3; turn++) expect((await limited.post('{ total }')).status).toBe(200);
    const { status, headers, body } = await limited.post('{ total }');
    expect(status).toBe(429);
    expect(body).toEqual({
      errors: [
        expect.objectContaining({ extensions: { code: 'RATE_LIMITED', limit: 'perAddress', max: 3, retryAfter: expect.any(Number) } }),
      ],
    });
    expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
    const socket = collect(limited.socket().client, 'subscription { pulse(id: "1") { count } }');
    await eventually(() => socket.failure !== undefined);
    expect(socket.failure).toEqual([expect.objectContaining({ extensions: expect.objectContaining({ code: 'RATE_LIMITED' }) })]);
    for (const accept of ['text/event-stream', 'multipart/mixed;subscriptionSpec=1.0', 'application/graphql-response+json']) {
      for (const path of ['/graphql', '/graphql/stream']) {
        const response = await fetch(`${limited.url}${path}`, {
          method: 'POST',
          headers: { 'content-type': 'application/json', accept },
          body: JSON.stringify({ query: 'subscription { pulse(id: "1") { count } }' }),
        });
        if (path === '/graphql' || accept === 'text/event-stream') expect([accept, response.status]).toEqual([accept, 429]);
        await response.body?.cancel();
      }
    }
    await limited.close();
  });

  it('count what cannot be parsed, is not valid or is no JSON like everything else, before it is read', async () => {
    const limited = await startGateway({ subgraphs: createYard().subgraphs, config: { RATE_LIMIT_PER_ADDRESS: 5 } });
    const post = (body: string) =>
      fetch(`${limited.url}/graphql`, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
    const wrong = ['{"query":"{"}', '{"query":"{ nothing }"}', '{', '{"unknown":true,"query":"{"}'];
    for (const body of wrong) expect((await post(body)).status).toBe(400);
    const socket = await rawSocket(limited.url);
    socket.subscribe('wrong', '{');
    await eventually(() => expect(socket.heard.at(-1)).toMatchObject({ payload: [{ extensions: { code: 'GRAPHQL_PARSE_FAILED' } }] }));
    socket.subscribe('more', '{');
    await eventually(() => expect(socket.heard.at(-1)).toMatchObject({ payload: [{ extensions: { code: 'RATE_LIMITED' } }] }));
    for (const body of wrong) expect((await post(body)).status).toBe(429);
    socket.socket.close();
    await limited.close();
  });

  it('refuse by account, and leave others', async () => {
    const limited = await startGateway({ subgraphs: createYard().subgraphs, config: { RATE_LIMIT_PER_IDENTITY: 1 } });
    const [one, other] = [await limited.session(), await limited.session()];
    expect((await limited.post('{ total }', one)).status).toBe(200);
    expect((await limited.post('{ total }', one)).body.errors?.[0]?.extensions).toMatchObject({ limit: 'perIdentity', max: 1 });
    expect((await limited.post('{ total }', other)).status).toBe(200);
    expect((await limited.post('{ total }')).status).toBe(200);
    await limited.close();
  });

  let host = 0;
  it.each([
    ['alone', (address: string) => address],
    ['behind what its client made up', (address: string) => `203.0.113.200, ${address}`],
    ['with spaces and empty places', (address: string) => ` , 203.0.113.200,,  ${address} ,`],
    ['of IPv6, by its network', (address: string) => `2001:db8:${address.split('.').at(-1)}::${++host}`],
  ])('count the address that a trusted proxy names, alike on every way: %s', async (_what, forwarded) => {
    const config = { TRUSTED_PROXIES: 1, RATE_LIMIT_PER_ADDRESS: 1 };
    const limited = await startGateway({ subgraphs: createYard().subgraphs, config });
    const post = async (from: string, accept: string) => {
      const headers = { 'content-type': 'application/json', accept, 'x-forwarded-for': forwarded(from) };
      const response = await fetch(`${limited.url}/graphql`, { method: 'POST', headers, body: '{"query":"{ total }"}' });
      return response.text();
    };
    const ways: ((from: string) => Promise<string>)[] = [
      (from) => post(from, 'application/json'),
      (from) => post(from, 'application/json;q=0.9'),
      (from) => post(from, 'text/event-stream'),
      async (from) => {
        const { socket, heard, subscribe } = await rawSocket(limited.url, { headers: { 'x-forwarded-for': forwarded(from) } });
        subscribe('a', '{ total }');
        await eventually(() => heard.some(({ id }) => id === 'a'));
        socket.close();
        return JSON.stringify(heard);
      },
    ];
    for (const [index, first] of ways.entries()) {
      const address = `203.0.113.${index + 1}`;
      expect(await first(address)).toMatch('{"data":{"total":0}}');
      for (const other of ways) expect(await other(address)).toMatch('"code":"RATE_LIMITED"');
    }
    await limited.close();
  });
});
