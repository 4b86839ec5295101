import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '#kit/testing/eventually.ts';
import { collect, startGateway, type TestGateway } from './start-gateway.ts';
import { createYard, type Yard } from './yard.ts';

let yard: Yard;
let gateway: TestGateway;

beforeAll(async () => {
  yard = createYard();
  gateway = await startGateway({ subgraphs: yard.subgraphs });
});
afterAll(() => gateway.close());

/** Names that a key put together carelessly would take for each other's, or for a public one. */
const NAMES = ['ann', 'ann ', 'Ann', 'ann",[],null]', '["ann"', 'public', 'null', '__proto__', 'ann","x'];

/** Each asks for the viewer of what it is shown; in the same words for everybody, and in ways that try to be taken for another. */
const DOCUMENTS = [
  'subscription { mine { viewer count } }',
  'subscription Mine($with: Boolean = true) { mine { viewer @include(if: $with) count } }',
  'subscription ($id: ID! = "7") { pulse(id: $id) { viewer count } }',
  'subscription { ...all } fragment all on Subscription { mine { ... on Pulse { viewer } } }',
  'subscription ($after: String) { entered(after: $after) { viewer name } }',
];
const PUBLIC = 'subscription { publicPulse(id: "7") { viewer } }';
const VARIABLES = { after: '0', id: '7', viewer: 'public', authorization: 'Bearer ann' };

const viewersOf = ({ results }: { results: unknown[] }): unknown[] =>
  results.map((result) => Object.values((result as { data: Record<string, { viewer: unknown }> }).data ?? {})[0]?.viewer);

describe('Whoever tries to be shown what is another’s', () => {
  it('is shown what is its own, and of what is public nobody’s: by every document, on every transport, all at once', async () => {
    yard.enter('first');
    const callers = await Promise.all([
      ...NAMES.map((userId) => gateway.session({ userId })),
      gateway.session({ userId: 'ann', scope: 'admin' }),
      gateway.session({ userId: 'ann', scope: 'admin ann' }),
    ]);
    const lives = callers.flatMap(({ token, userId }) =>
      [gateway.socket({ authorization: `Bearer ${token}`, userId: 'ann' }).client, gateway.sse(token)].flatMap((client) => [
        ...DOCUMENTS.map((query) => ({ live: collect(client, query, VARIABLES), expected: userId })),
        { live: collect(client, PUBLIC, VARIABLES), expected: null },
      ]),
    );
    await eventually(() => lives.every(({ live }) => live.results.length >= 1));
    yard.setPulse({ count: 2, version: 2 });
    yard.enter('second');
    await eventually(() => lives.every(({ live }) => live.results.length >= 2));
    for (const { live, expected } of lives) expect(new Set(viewersOf(live))).toEqual(new Set([expected]));
    for (const { live } of lives) live.stop();
  }, 30_000);

  it('is shown nothing without a token of its own, with somebody’s old one, or with one made up', async () => {
    const ann = await gateway.session({ userId: 'ann' });
    const anns = collect(gateway.socket({ authorization: `Bearer ${ann.token}` }).client, DOCUMENTS[0]!);
    await eventually(() => anns.results.length === 1);
    const gone = await gateway.session({ userId: 'ann' });
    await gateway.revoke(gone.sessionId);
    const old = await gateway.session({ userId: 'ann', expiresIn: '-1s' });
    const [head, claims] = ann.token.split('.');
    const tokens = ['', gone.token, old.token, `${head}.${claims}.`, `${ann.token}x`];
    const lives = tokens.flatMap((token) => [
      collect(gateway.socket({ authorization: `Bearer ${token}` }).client, DOCUMENTS[0]!),
      collect(gateway.sse(token || 'none'), DOCUMENTS[0]!),
    ]);
    await eventually(() => lives.every(({ done }) => done));
    for (const { results } of lives)
      expect(results).toEqual([
        { errors: [expect.objectContaining({ extensions: expect.objectContaining({ code: 'UNAUTHENTICATED' }) })] },
      ]);
    anns.stop();
  }, 30_000);
});
