import { composeServices } from '@apollo/composition';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'graphql';
import { loadSupergraph } from '../supergraph.ts';
import { readAccessRules } from './access-rules.ts';

const compose = (sdl: string): string => {
  const { supergraphSdl, errors } = composeServices([{ name: 'shops', url: 'http://shops.test', typeDefs: parse(sdl) }]);
  if (!supergraphSdl) throw new Error(errors?.map(({ message }) => message).join('\n'));
  return supergraphSdl;
};

const federation = (imports: string): string =>
  `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", ${imports}])`;

describe('The access directives of a supergraph', () => {
  it('are read from types and fields, however a subgraph calls them', () => {
    const sdl = compose(`
      ${federation('{ name: "@authenticated", as: "@signedIn" }, { name: "@requiresScopes", as: "@needs" }, "@policy"')}
      type Query { open: Int  me: Me @signedIn  vip: Int @policy(policies: [["paying"], ["staff"]]) }
      type Me @needs(scopes: [["read", "me"]]) { id: ID! @signedIn }
    `);
    const { rules } = readAccessRules(sdl);
    expect(rules.ofField('Query', 'me')).toEqual([{ id: 'authenticated', kind: 'authenticated' }]);
    expect(rules.ofField('Query', 'vip')).toMatchObject([{ kind: 'policies', anyOf: [['paying'], ['staff']] }]);
    expect(rules.ofType('Me')).toMatchObject([{ kind: 'scopes', anyOf: [['read', 'me']] }]);
    expect(rules.ofField('Me', 'id')).toHaveLength(1);
    expect(rules.ofField('Query', 'open')).toEqual([]);
    expect(rules.isEmpty).toBe(false);
  });

  it('are gone from what is loaded, with their links, definitions and scalars', () => {
    const sdl = compose(`
      ${federation('"@authenticated", "@requiresScopes", "@policy"')}
      type Query { a: Int @authenticated  b: Int @requiresScopes(scopes: [["x"]])  c: Int @policy(policies: [["y"]]) }
    `);
    expect(sdl).toMatch(/authenticated\/v0\.1/);
    expect(readAccessRules(sdl).sdl).not.toMatch(/authenticated|requiresScopes|policy/);
    expect(Object.keys(loadSupergraph(sdl).schema.getQueryType()!.getFields())).toEqual(['a', 'b', 'c']);
  });

  it('are those of object types: what composition gathers on interfaces is left out, what stands only there goes to all types', () => {
    const sdl = compose(`
      ${federation('"@authenticated", "@requiresScopes", "@policy"')}
      type Query { thing: Thing }
      interface Thing { name: String }
      type Cup implements Thing { name: String @requiresScopes(scopes: [["a"], ["b"]]) }
      type Pot implements Thing @authenticated { name: String @requiresScopes(scopes: [["c"]]) }
      type Box implements Thing { name: String @policy(policies: [["p"]]) }
    `);
    const gathered = '@requiresScopes(scopes: [["a", "c"], ["b", "c"]])';
    expect(sdl).toContain(gathered);
    const rulesOf = (text: string) => {
      const { rules } = readAccessRules(text);
      const idsOf = (type: string) => [...rules.ofType(type), ...rules.ofField(type, 'name')].map(({ id }) => id);
      return Object.fromEntries(['Thing', 'Cup', 'Pot', 'Box'].map((type) => [type, idsOf(type)]));
    };
    const own = { Thing: [], Cup: ['scopes:[["a"],["b"]]'], Pot: ['authenticated', 'scopes:[["c"]]'], Box: ['policies:[["p"]]'] };
    expect(rulesOf(sdl)).toEqual(own);
    const stricter = 'scopes:[["a","b"]]';
    expect(rulesOf(sdl.replace(gathered, '@requiresScopes(scopes: [["a", "b"]])'))).toEqual({
      Thing: [],
      Cup: [...own.Cup, stricter],
      Pot: [...own.Pot, stricter],
      Box: [...own.Box, stricter],
    });
  });

  it('are none in a supergraph without them, which is loaded as it is', () => {
    const sdl = compose(`${federation('"@shareable"')} type Query { a: Int }`);
    expect(readAccessRules(sdl)).toMatchObject({ sdl, rules: { isEmpty: true } });
  });
});
