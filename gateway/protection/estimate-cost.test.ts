import { describe, expect, it } from '@jest/globals';
import { type OperationDefinitionNode, parse } from 'graphql';
import { planOperation } from '../plan/plan-operation.ts';
import { loadSupergraph } from '../supergraph.ts';
import { composeSmall } from '../test/small-graph.ts';
import { readCostModel } from './cost-model.ts';
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
          sort(by: Sort, then: [Sort!], cheaply: Sort @cost(weight: 2)): Int
          find(filter: Filter): Int
          filter(by: Filter @cost(weight: 15)): Int
          filters(by: [Filter] @cost(weight: 15)): Int
          usual(by: Filter = { near: 1, by: NAME } @cost(weight: 15)): Int
          usually(by: Sort = NAME @cost(weight: 1)): Int
          usually10(first: Int = 10): [Shop] @listSize(slicingArguments: ["first"])
          paged(page: At, nested: Int): [Shop] @listSize(slicingArguments: ["nested"], requireOneSlicingArgument: false, assumedSize: 20)
          sized(first: Int, last: Int): [Shop] @listSize(slicingArguments: ["first", "last"], requireOneSlicingArgument: false, assumedSize: 20)
          needed(first: Int): [Shop] @listSize(slicingArguments: ["first"], assumedSize: 20)
          chain: Chain
        }
        interface Chain { branches: [Shop] @listSize(assumedSize: 5000)  few(first: Int): [Shop] @listSize(slicingArguments: ["first"]) }
        interface Other { branches: [Shop] @listSize(assumedSize: 3) }
        type Large implements Other & Chain { branches: [Shop]  few(first: Int): [Shop] }
        type Small implements Chain { branches: [Shop] @listSize(assumedSize: 2)  few(first: Int): [Shop] }
        type Mutation { open: Shop @cost(weight: 10) }
        type Shop { name: String  sister: Shop  rating: Rating }
        type Rating @cost(weight: 5) { stars: Int }
        type Page { edges: [Edge!]!  total: Int }
        type Edge { node: Shop! }
        enum Sort @cost(weight: 50) { NAME AGE }
        input Filter { by: Sort  near: Int @cost(weight: 9)  approximately: Boolean @cost(weight: -12) }
        input At { first: Int = 4 }
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
    ['of an interface’s field a type has the size that it does not say itself', '{ chain { branches { name } } }', 1 + 5000],
    ['and it goes by its slicing argument', '{ chain { few(first: 90) { name } } }', 1 + 90],
    ['but says itself', '{ chain { ... on Small { branches { name } } } }', 1 + 2],
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

  describe('of inputs', () => {
    it.each([
      ['an enum that weighs something does so as an argument', '{ sort(by: NAME) }', 50],
      ['and for each item of a list', '{ sort(then: [NAME, AGE]) }', 100],
      ['and in an input object', '{ find(filter: { by: NAME }) }', 51],
      ['@cost on an argument replaces its type’s weight', '{ sort(cheaply: NAME) }', 2],
      ['@cost on an input object’s argument replaces the object’s weight and not its fields’', '{ filter(by: { near: 1 }) }', 15 + 9],
      ['a weight of a field in it may be below zero', '{ filter(by: { near: 1, approximately: true }) }', 15 + 9 - 12],
      [
        '@cost on an argument counts once for a list, its items’ fields each',
        '{ filters(by: [{ near: 1 }, { near: 2 }, {}]) }',
        15 + 9 + 9,
      ],
      ['a field costs no less than nothing', '{ shop { name } find(filter: { approximately: true }) }', 1],
      ['null is not given', '{ sort(by: null) filter(by: null) find(filter: { by: null }) }', 1],
      ['a default is given', '{ usual usually }', 15 + 9 + 1 + 50],
    ])('%s', (_title, query, cost) => {
      expect(costOf(query)).toBe(cost);
    });

    it('follows the variables', () => {
      const query = 'query ($by: Sort, $filter: Filter, $filters: [Filter]) { sort(by: $by) filter(by: $filter) filters(by: $filters) }';
      expect(costOf(query)).toBe(0);
      expect(costOf(query, { by: null, filter: null, filters: null })).toBe(0);
      expect(costOf(query, { by: 'NAME', filter: { near: 1 }, filters: [{ near: 1 }, null] })).toBe(50 + 24 + 24);
    });
  });

  describe('of lists', () => {
    it.each([
      ['null is no size', '{ sized(first: null) { name } }', 20],
      ['a default is', '{ usually10 { name } }', 10],
      ['a negative number is not', '{ sized(first: -1) { name } }', 20],
      ['nor is one where it is required', '{ needed(first: -1) { name } }', 20],
      ['nor beside one that is', '{ sized(first: -1, last: 3) { name } }', 3],
    ])('%s', (_title, query, cost) => {
      expect(costOf(query)).toBe(cost);
    });

    it('follows the variables', () => {
      const query = 'query ($n: Int) { sized(first: $n) { name } }';
      expect([{ n: 3 }, { n: -1 }, { n: null }, {}].map((variables) => costOf(query, variables))).toEqual([3, 20, 20, 20]);
    });

    it('are as long as a path into an input object says', () => {
      // Apollo's composition knows no such paths.
      const model = readCostModel(supergraph.sdl.replace('slicingArguments: ["nested"]', 'slicingArguments: ["page.first"]'));
      const pagedCost = (query: string, variables: Record<string, unknown> = {}): number => {
        const document = parse(query);
        const cost = compileCost(supergraph.schema, model, document, document.definitions[0] as OperationDefinitionNode);
        return typeof cost === 'number' ? cost : cost(variables);
      };
      expect(pagedCost('{ paged(page: { first: 3 }) { name } }')).toBe(1 + 3);
      expect(pagedCost('{ paged(page: {}) { name } }')).toBe(1 + 4);
      expect(pagedCost('{ paged { name } }')).toBe(20);
      const query = 'query ($n: Int, $page: At) { a: paged(page: { first: $n }) { name } b: paged(page: $page) { name } }';
      expect(pagedCost(query, { n: 2, page: { first: 5 } })).toBe(1 + 2 + 1 + 5);
      expect(pagedCost(query, { n: -2, page: null })).toBe(1 + 20 + 20);
    });
  });

  it('refuses none or two slicing arguments where one is required', () => {
    expect(costOf('{ strict(first: 2) { name } }')).toBe(2);
    expect(() => costOf('{ strict { name } }')).toThrow('exactly one');
    expect(() => costOf('{ strict(first: 2, last: 2) { name } }')).toThrow('exactly one');
  });
});
