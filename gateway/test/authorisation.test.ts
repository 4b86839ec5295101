import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually } from '#kit/testing/eventually.ts';
import { grantPolicies } from '../protection/policies.ts';
import type { SmallSubgraph } from './case.ts';
import { LIVE } from './small-graph.ts';
import { collect, startGateway, type TestGateway } from './start-gateway.ts';

/** Which fields subgraphs were asked for since the last test began. */
const asked: string[] = [];
const answer = (name: string, value: unknown) => () => {
  asked.push(name);
  return value;
};

const shops: SmallSubgraph = {
  sdl: `
    type Query {
      shop: Shop
      shops: [Shop!]!
      secret: Secret
      thing: Thing
      any: [Any!]!
      me: Shop! @authenticated
      admin: String @requiresScopes(scopes: [["admin"], ["read", "audit"]])
      vip: String @policy(policies: [["paying", "adult"]])
      level: Level
    }
    type Mutation { open: String  close: String @authenticated }
    type Shop @key(fields: "id") { id: ID! @authenticated name: String! cost: Int @authenticated till: Int! @authenticated sister: Shop }
    type Secret @authenticated { text: String }
    enum Level @authenticated { LOW HIGH }
    interface Thing { name: String }
    type Cup implements Thing { name: String @authenticated }
    type Pot implements Thing { name: String }
    union Any = Cup | Pot | Secret
  `,
  resolvers: {
    Query: {
      shop: answer('shop', { id: '1' }),
      shops: answer('shops', [{ id: '1' }, { id: '2' }]),
      secret: answer('secret', { text: 'x' }),
      thing: answer('thing', { __typename: 'Pot', name: 'pot' }),
      any: answer('any', [
        { __typename: 'Cup', name: 'cup' },
        { __typename: 'Secret', text: 'x' },
      ]),
      me: answer('me', { id: '1' }),
      admin: answer('admin', 'yes'),
      vip: answer('vip', 'yes'),
      level: answer('level', 'LOW'),
    },
    Mutation: { open: answer('open', 'opened'), close: answer('close', 'closed') },
    Shop: { name: ({ id }: { id: string }) => `Shop ${id}`, cost: answer('cost', 5), till: answer('till', 7), sister: () => null },
  },
};

const figures: SmallSubgraph = {
  sdl: `${LIVE}
    type Shop @key(fields: "id") { id: ID! visits: Int  earnings: Int @authenticated }
    type Subscription {
      pulse: Pulse! @live @cacheControl(scope: PUBLIC)
      board: Pulse! @live @authenticated
    }
    type Pulse { version: Int! shop: Shop private: Int @authenticated }
  `,
  resolvers: {
    Shop: { visits: answer('visits', 3), earnings: answer('earnings', 9) },
    Subscription: {
      pulse: {
        subscribe: async function* () {
          yield { pulse: { version: 1, shop: { id: '1' }, private: 1 } };
        },
      },
      board: {
        subscribe: async function* () {
          yield { board: { version: 1, shop: { id: '1' }, private: 1 } };
        },
      },
    },
  },
};

let gateway: TestGateway;
let known: string;
beforeAll(async () => {
  gateway = await startGateway({
    subgraphs: { shops, figures },
    policies: grantPolicies({ paying: { scopes: ['plan:pro'] } }),
  });
  known = (await gateway.session()).token;
});
afterAll(() => gateway.close());
beforeEach(() => void asked.splice(0));

const refused = (path: (string | number)[], code = 'UNAUTHENTICATED') =>
  expect.objectContaining({ path, extensions: { code, reason: 'UNAUTHORIZED_FIELD_OR_TYPE' } });

describe('Authorisation at the gateway', () => {
  it('nulls what needs an identity, names it, and asks no subgraph for it', async () => {
    const query = '{ shop { name cost visits earnings } }';
    expect((await gateway.post(query)).body).toEqual({
      data: { shop: { name: 'Shop 1', cost: null, visits: 3, earnings: null } },
      errors: [refused(['shop', 'cost']), refused(['shop', 'earnings'])],
    });
    expect(asked).toEqual(['shop', 'visits']);
    expect((await gateway.post(query, { token: known })).body).toEqual({
      data: { shop: { name: 'Shop 1', cost: 5, visits: 3, earnings: 9 } },
    });
  });

  it('treats a token that was refused as none', async () => {
    const { body } = await gateway.post('{ shop { cost } }', { token: 'bad' });
    expect(body).toEqual({ data: { shop: { cost: null } }, errors: [refused(['shop', 'cost'])] });
  });

  it('lets a null that is not allowed take its parent, without a second error', async () => {
    expect((await gateway.post('{ shop { name till } }')).body).toEqual({ data: { shop: null }, errors: [refused(['shop', 'till'])] });
    expect((await gateway.post('{ me { name } }')).body).toEqual({ data: null, errors: [refused(['me'])] });
    expect(asked).toEqual(['shop']);
  });

  it('names a field of a list once, for every item', async () => {
    const { body } = await gateway.post('{ shops { name cost } }');
    expect(body).toEqual({
      data: { shops: ['1', '2'].map((id) => ({ name: `Shop ${id}`, cost: null })) },
      errors: [refused(['shops', '@', 'cost'])],
    });
    const propagated = await gateway.post('{ shop { name } shops { till } }');
    expect(propagated.body).toEqual({ data: null, errors: [refused(['shops', '@', 'till'])] });
  });

  it('does not show a protected key that it fetched for itself', async () => {
    const { body } = await gateway.post('{ shop { key: id visits } }');
    expect(body).toEqual({ data: { shop: null }, errors: [refused(['shop', 'key'])] });
    expect(JSON.stringify((await gateway.post('{ shop { visits sister { id } } }')).body)).not.toMatch('"1"');
  });

  it('holds for types: objects and enums', async () => {
    const { body } = await gateway.post('{ secret { text } level }');
    expect(body).toEqual({ data: { secret: null, level: null }, errors: [refused(['secret']), refused(['level'])] });
    expect(asked).toEqual([]);
  });

  it('decides an abstract type’s fields for each object type', async () => {
    const { body } = await gateway.post('{ thing { name } any { __typename ... on Thing { name } ... on Secret { text } } }');
    expect(body.data).toMatchObject({
      any: [
        { __typename: 'Cup', name: null },
        { __typename: 'Secret', text: null },
      ],
    });
    expect(body.errors).toEqual(expect.arrayContaining([refused(['any', '@', 'name']), refused(['any', '@', 'text'])]));
    expect(JSON.stringify(body)).not.toMatch('cup');
  });

  it('finds protected fields behind aliases and fragments, and only where they are asked for', async () => {
    const query = 'query ($with: Boolean!) { a: shop { ...f } } fragment f on Shop { name c: cost @include(if: $with) }';
    expect((await gateway.post(query, { variables: { with: true } })).body).toEqual({
      data: { a: { name: 'Shop 1', c: null } },
      errors: [refused(['a', 'c'])],
    });
    expect((await gateway.post(query, { variables: { with: false } })).body).toEqual({ data: { a: { name: 'Shop 1' } } });
  });

  it('does not run a mutation that is not allowed, and runs the others', async () => {
    const { body } = await gateway.post('mutation { open close }');
    expect(body).toEqual({ data: { open: 'opened', close: null }, errors: [refused(['close'])] });
    expect(asked).toEqual(['open']);
  });

  it('answers FORBIDDEN to somebody known who lacks scopes: one of the lists, whole', async () => {
    const admin = async (scope?: string) => (await gateway.post('{ admin }', { token: (await gateway.session({ scope })).token })).body;
    expect((await gateway.post('{ admin }')).body.errors).toEqual([refused(['admin'])]);
    expect(await admin()).toEqual({ data: { admin: null }, errors: [refused(['admin'], 'FORBIDDEN')] });
    expect((await admin('read')).data).toEqual({ admin: null });
    expect(await admin('audit read')).toEqual({ data: { admin: 'yes' } });
    expect(await admin('admin')).toEqual({ data: { admin: 'yes' } });
  });

  it('answers who has the policies, by the token or the operator’s grant: one of the lists, whole', async () => {
    const vip = async (claims: Parameters<typeof gateway.session>[0]) =>
      (await gateway.post('{ vip }', { token: (await gateway.session(claims)).token })).body;
    const forbidden = { data: { vip: null }, errors: [refused(['vip'], 'FORBIDDEN')] };
    expect((await gateway.post('{ vip }')).body).toEqual({ data: { vip: null }, errors: [refused(['vip'])] });
    for (const claims of [{}, { policies: 'paying' }, { policies: ['adult'] }, { scope: 'plan:pro' }])
      expect(await vip(claims)).toEqual(forbidden);
    expect(asked).toEqual([]);
    for (const claims of [{ policies: 'adult paying' }, { policies: ['paying', 'adult'] }, { policies: ['adult'], scope: 'plan:pro' }])
      expect(await vip(claims)).toEqual({ data: { vip: 'yes' } });
  });

  it('refuses a subscription, and keeps a public one free of what needs an identity, for everybody alike', async () => {
    for (const [query, key] of [
      ['subscription { board { version } }', 'board'],
      ['subscription { mine: board { version } }', 'mine'],
    ] as const) {
      const board = collect(gateway.socket().client, query);
      await eventually(() => board.done);
      expect(board.results).toEqual([{ errors: [refused([key])] }]);
    }
    const mine = collect(
      gateway.socket({ authorization: `Bearer ${known}` }).client,
      'subscription { board { private shop { earnings } } }',
    );
    await eventually(() => mine.done);
    expect(mine.results).toEqual([{ data: { board: { private: 1, shop: { earnings: 9 } } } }]);
    for (const params of [{}, { authorization: `Bearer ${known}` }]) {
      const pulse = collect(gateway.socket(params).client, 'subscription { pulse { version private shop { visits earnings } } }');
      await eventually(() => pulse.done);
      expect(pulse.results).toEqual([
        {
          data: { pulse: { version: 1, private: null, shop: { visits: 3, earnings: null } } },
          errors: [refused(['pulse', 'private']), refused(['pulse', 'shop', 'earnings'])],
        },
      ]);
    }
  });
});
