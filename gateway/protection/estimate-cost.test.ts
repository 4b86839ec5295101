import { describe, expect, it } from '@jest/globals';
import { type OperationDefinitionNode, parse } from 'graphql';
import { planOperation } from '../plan/plan-operation.ts';
import { loadSupergraph } from '../supergraph.ts';
import { composeSmall } from '../test/small-graph.ts';
import { compileCost } from './estimate-cost.ts';

const supergraph = loadSupergraph(
  composeSmall({
    shops: {
      sdl: `
        type Query {
          shop: Shop
          shops: [Shop!]!
          four: [Shop] @listSize(assumedSize: 4)
          page(first: Int, after: String): Page @listSize(slicingArguments: ["first"], sizedFields: ["edges"], requireOneSlicingArgument: false, assumedSize: 20)
          strict(first: Int, last: Int): [Shop] @listSize(slicingArguments: ["first", "last"])
          dear: Int @cost(weight: 7)
          search(by: By, deep: Boolean @cost(weight: 3)): [Shop] @listSize(assumedSize: 2)
          any: Any
        }
        type Mutation { open: Shop @cost(weight: 10) }
        type Shop { name: String  sister: Shop  rating: Rating }
        type Rating @cost(weight: 5) { stars: Int }
        type Page { edges: [Edge!]!  total: Int }
        type Edge { node: Shop! }
        input By { name: String  near: By }
        union Any = Shop | Rating
      `,
    },
  }),
);

const costOf = (query: string, variables: Record<string, unknown> = {}): number => {
  const { cost } = planOperation(supergraph, parse(query));
  return typeof cost === 'number' ? cost : cost(variables);
};

describe('The estimated cost (IBM cost specification)', () => {
  it.each([
    ['an object weighs 1, a leaf nothing', '{ shop { name } }', 1],
    ['objects below weigh too', '{ shop { sister { sister { name } } } }', 3],
    ['a list without @listSize is taken to have 10', '{ shops { name } }', 10],
    ['what is in a list counts as often as the list is long', '{ four { sister { name } } }', 8],
    ['@cost on a field replaces its type’s weight', '{ dear }', 7],
    ['@cost on a type weighs each object of it', '{ shop { rating { stars } } }', 6],
    ['@cost on an argument counts when it is given', '{ search(deep: true) { name } }', 5],
    ['input objects weigh 1 each', '{ search(by: { near: { name: "x" } }) { name } }', 4],
    ['a slicing argument is the size of the sized fields', '{ page(first: 3) { edges { node { name } } } }', 1 + 3 * 2],
    ['without one the assumed size is', '{ page { edges { node { name } } } }', 1 + 20 * 2],
    ['the dearest type of an abstract one counts', '{ any { ... on Shop { name } ... on Rating { stars } } }', 5],
    [
      'fields asked for twice under one key count once',
      '{ shop { sister { name } } ...f } fragment f on Query { shop { sister { name } } }',
      2,
    ],
    ['aliases count each', '{ a: shop { name } b: shop { name } }', 2],
    ['mutations weigh what they say', 'mutation { open { name } }', 10],
    ['introspection is free', '{ __schema { types { name } } }', 0],
  ])('%s', (_title, query, cost) => {
    expect(costOf(query)).toBe(cost);
  });

  it('is found in time, however deep abstract types are nested', () => {
    const nested = (levels: number): string => (levels === 0 ? 'name' : `again { ${nested(levels - 1)} }`);
    const types = Array.from({ length: 8 }, (_, index) => `type T${index} implements Again { name: String again: Again }`);
    const deep = loadSupergraph(
      composeSmall({ deep: { sdl: `type Query { again: Again } interface Again { name: String again: Again } ${types.join(' ')}` } }),
    );
    const document = parse(`{ ${nested(11)} }`);
    expect(compileCost(deep.schema, deep.costs, document, document.definitions[0] as OperationDefinitionNode)).toBe(11);
  });

  it('is found in time below abstract types also when it depends on variables', () => {
    const field = 'again(first: Int): Again @listSize(slicingArguments: ["first"], sizedFields: ["list"])';
    const fields = `name: String ${field} list: [Leaf]`;
    const types = Array.from({ length: 8 }, (_, index) => `type T${index} implements Again { ${fields} }`);
    const sdl = `type Query { again: Again } interface Again { ${fields} } type Leaf { name: String } ${types.join(' ')}`;
    const deep = loadSupergraph(composeSmall({ deep: { sdl } }));
    const nested = (levels: number): string => (levels === 0 ? 'name' : `again(first: $n) { list { name } ${nested(levels - 1)} }`);
    const document = parse(`query ($n: Int) { again { ${nested(11)} } }`);
    const cost = compileCost(deep.schema, deep.costs, document, document.definitions[0] as OperationDefinitionNode);
    expect(typeof cost === 'function' && [1, 4].map((n) => cost({ n }))).toEqual([12 + 11, 12 + 11 * 4]);
  });

  it('follows the variables', () => {
    const query = 'query ($n: Int) { page(first: $n) { edges { node { name } } } }';
    expect(costOf(query, { n: 50 })).toBe(101);
    expect(costOf(query)).toBe(41);
  });

  it('refuses none or two slicing arguments where one is required', () => {
    expect(costOf('{ strict(first: 2) { name } }')).toBe(2);
    expect(() => costOf('{ strict { name } }')).toThrow('exactly one');
    expect(() => costOf('{ strict(first: 2, last: 2) { name } }')).toThrow('exactly one');
  });
});
