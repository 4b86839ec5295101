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

const whoAmI = async (token: string): Promise<unknown> =>
  JSON.parse(((await gateway.post('{ whoAmI }', { token })).body.data as { whoAmI: string }).whoAmI);

describe('Identity', () => {
  it('an accepted token reaches the subgraphs', async () => {
    const { token } = await gateway.session();
    expect(await whoAmI(token)).toEqual({ known: true });
  });

  it('a bad, expired or revoked token is nobody’s, and subgraphs hear why', async () => {
    expect(await whoAmI('')).toEqual({ known: false });
    expect(await whoAmI('no.such.token')).toEqual({ known: false, refused: 'invalid' });
    expect(await whoAmI((await gateway.session({ expiresIn: '-1m' })).token)).toEqual({ known: false, refused: 'expired' });
    const { token, sessionId } = await gateway.session();
    await gateway.revoke(sessionId);
    expect(await whoAmI(token)).toEqual({ known: false, refused: 'revoked' });
  });

  it('a bad token fails only what needs one', async () => {
    const { body } = await gateway.post('{ total me }', { token: 'bad' });
    expect(body.data).toEqual({ total: 0, me: null });
    expect(body.errors).toEqual([expect.objectContaining({ path: ['me'], extensions: { code: 'UNAUTHENTICATED', service: 'events' } })]);
  });

  it('a session that logs out is refused within 1 s', async () => {
    const { token, sessionId } = await gateway.session();
    expect(await whoAmI(token)).toEqual({ known: true });
    await gateway.revoke(sessionId, { ring: false });
    await eventually(async () => expect(await whoAmI(token)).toEqual({ known: false, refused: 'revoked' }), { within: 1_000 });
  });

  it('a socket has the identity of its connection_init', async () => {
    const { token } = await gateway.session();
    const live = collect(
      gateway.socket({ authorization: `Bearer ${token}` }).client,
      'subscription { pulse(id: "7") { seenBy event { owner } } }',
    );
    await eventually(() => live.results.length === 1);
    expect(live.results).toEqual([{ data: { pulse: { seenBy: '{"known":true}', event: { owner: 'known' } } } }]);
    live.stop();
  });

  it('a socket with a bad token is open for what is public', async () => {
    const live = collect(
      gateway.socket({ authorization: 'Bearer bad' }).client,
      'subscription { pulse(id: "7") { seenBy event { owner } } }',
    );
    await eventually(() => live.results.length === 1);
    expect(live.results).toEqual([{ data: { pulse: { seenBy: '{"known":false,"refused":"invalid"}', event: { owner: null } } } }]);
    live.stop();
  });

  it('what is marked public is executed for nobody, whoever asks', async () => {
    const { token } = await gateway.session();
    const live = collect(
      gateway.socket({ authorization: `Bearer ${token}` }).client,
      'subscription { publicPulse(id: "7") { seenBy event { owner } } }',
    );
    await eventually(() => live.results.length === 1);
    expect(live.results).toEqual([{ data: { publicPulse: { seenBy: '{"known":false}', event: { owner: null } } } }]);
    live.stop();
  });

  it.each([true, false])('a log-out closes that session’s sockets within 1 s with 4403, and no other (with the bell: %s)', async (ring) => {
    const [leaving, staying] = [await gateway.session(), await gateway.session()];
    const sockets = [leaving, staying].map(({ token }) => gateway.socket({ authorization: `Bearer ${token}` }));
    const lives = sockets.map(({ client }) => collect(client, 'subscription { mine { count } }'));
    await eventually(() => lives.every(({ results }) => results.length === 1));
    await gateway.revoke(leaving.sessionId, { ring });
    await eventually(() => expect(sockets[0]!.closes).toEqual([4403]), { within: 1_000 });
    expect(sockets[1]!.closes).toEqual([]);
    await eventually(() => yard.subscriptions().open === 1);
    lives[1]!.stop();
  });

  it.each([true, false])(
    'a log-out closes that session’s sockets at another replica, too, within 1 s (with the bell: %s)',
    async (ring) => {
      const replica = await startGateway({ subgraphs: yard.subgraphs, replicaOf: gateway });
      const [leaving, staying] = [await gateway.session(), await gateway.session()];
      const sockets = [leaving, staying].map(({ token }) => replica.socket({ authorization: `Bearer ${token}` }));
      const lives = sockets.map(({ client }) => collect(client, 'subscription { mine { count } }'));
      await eventually(() => lives.every(({ results }) => results.length === 1));
      await gateway.revoke(leaving.sessionId, { ring });
      await eventually(() => expect(sockets[0]!.closes).toEqual([4403]), { within: 1_000 });
      expect(sockets[1]!.closes).toEqual([]);
      lives[1]!.stop();
      await replica.close();
    },
  );
});
