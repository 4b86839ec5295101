import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '#kit/testing/eventually.ts';
import type { SmallSubgraph } from './case.ts';
import { collect, startGateway, type TestGateway } from './start-gateway.ts';
import { createYard } from './yard.ts';

const shops: SmallSubgraph = {
  sdl: `
    type Query { till: Int @authenticated }
  `,
  resolvers: { Query: { till: () => 7 } },
};

let away = true;
let gateway: TestGateway;
beforeAll(async () => {
  const gone = () => Promise.reject(new Error('connect ECONNREFUSED'));
  gateway = await startGateway({
    subgraphs: { ...createYard().subgraphs, shops },
    before: (keys) =>
      Object.assign((...asked: Parameters<typeof keys>) => (away ? gone() : keys(...asked)), {
        ready: async () => (away ? gone() : undefined),
      }),
  });
});
afterAll(() => gateway.close());

const whoAmI = async (token: string): Promise<unknown> =>
  JSON.parse(((await gateway.post('{ whoAmI }', { token })).body.data as { whoAmI: string }).whoAmI);

describe('While the keys of access tokens cannot be fetched', () => {
  it('a token is unknown, not invalid, and public fields are served', async () => {
    away = true;
    const { token } = await gateway.session();
    expect(await whoAmI(token)).toEqual({ known: false, refused: 'unknown' });
    expect((await gateway.post('{ total }', { token })).body).toEqual({ data: { total: 0 } });
    expect(await whoAmI('')).toEqual({ known: false });
    away = false;
    expect(await whoAmI(token)).toEqual({ known: true });
  });

  it('what only somebody known may see is unavailable, not forbidden', async () => {
    away = true;
    const { body } = await gateway.post('{ total till }', { token: (await gateway.session()).token });
    expect(body.data).toEqual({ total: 0, till: null });
    expect(body.errors).toEqual([expect.objectContaining({ path: ['till'], extensions: { code: 'SERVICE_UNAVAILABLE' } })]);
  });

  it('the gateway is not ready, and says what is away', async () => {
    away = true;
    const answer = await fetch(`${gateway.url}/health/ready`);
    expect([answer.status, ((await answer.json()) as { reason: string }).reason]).toEqual([503, expect.stringContaining('keys')]);
    away = false;
    expect((await fetch(`${gateway.url}/health/ready`)).status).toBe(200);
  });

  it('a socket stays open, and has its identity as soon as they are back', async () => {
    away = true;
    const { client, closes } = gateway.socket({ authorization: `Bearer ${(await gateway.session()).token}` });
    const open = collect(client, 'subscription { pulse(id: "7") { seenBy } }');
    await eventually(() => expect(open.results).toEqual([{ data: { pulse: { seenBy: '{"known":false,"refused":"unknown"}' } } }]));
    away = false;
    await eventually(async () => {
      const again = collect(client, '{ whoAmI }');
      await eventually(() => again.done);
      expect(again.results).toEqual([{ data: { whoAmI: '{"known":true}' } }]);
    });
    expect(closes).toEqual([]);
    open.stop();
  });
});
