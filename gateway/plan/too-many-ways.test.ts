import { QueryPlanner } from '@apollo/query-planner';
import { describe, expect, it, jest } from '@jest/globals';
import { parse } from 'graphql';
import { loadSupergraph } from '../supergraph.ts';
import { composeSmall } from '../test/small-graph.ts';
import { planOperation } from './plan-operation.ts';
import { PLANS } from './too-many-ways.ts';

/** Ten fields that three subgraphs have: 59,049 ways to ask for them. */
const names = Array.from({ length: 10 }, (_, index) => `f${index}`);
const having = { sdl: `type Thing @key(fields: "id") { id: ID! ${names.map((name) => `${name}: Int @shareable`).join(' ')} }` };
const subgraphs = {
  one: having,
  two: having,
  three: having,
  things: { sdl: 'type Query { thing: Thing } type Thing @key(fields: "id") { id: ID! }' },
};

describe('An operation with many plans', () => {
  it('is planned by the best of so many that it does not hold the process up', () => {
    const built = jest.spyOn(QueryPlanner.prototype, 'buildQueryPlan');
    const plan = loadSupergraph(composeSmall(subgraphs)).plan(parse(`{ thing { ${names.join(' ')} } }`));
    const planner = built.mock.contexts[0] as QueryPlanner;
    built.mockRestore();
    expect(planner.lastGeneratedPlanStatistics()?.evaluatedPlanCount).toBeGreaterThan(1);
    expect(planner.lastGeneratedPlanStatistics()?.evaluatedPlanCount).toBeLessThanOrEqual(PLANS);
    expect(JSON.stringify(plan).match(/"kind":"Fetch"/g)).toHaveLength(2);
  });
});

describe('A subscription to what can be had in many ways', () => {
  it('is planned by its types', () => {
    const types = Array.from({ length: 12 }, (_, index) => `T${index}`);
    const nodes = (fields: string): string =>
      `interface Node { id: ID! ${fields} } ${types.map((name) => `type ${name} implements Node @key(fields: "id") { id: ID! ${fields} }`).join(' ')}`;
    const named = { sdl: nodes('name: String').replaceAll('name: String }', 'name: String @shareable }').replace('@shareable', '') };
    const supergraph = loadSupergraph(
      composeSmall({
        list: { sdl: `${nodes('')} type Query { x: Int } type Subscription { node: Node }` },
        one: named,
        two: named,
        three: named,
      }),
    );
    const { subscription } = planOperation(supergraph, parse('subscription { node { id name } }'));
    expect(subscription?.query).toContain('...on T11{');
  });
});

describe('An operation that labels multiply by the types of an interface', () => {
  const types = ['A', 'B', 'C', 'D', 'E', 'F'];
  const fields = '@key(fields: "id") { id: ID! next: Thing tag: String }';
  const labelled = {
    things: {
      sdl: `type Query { thing: Thing } interface Thing { next: Thing tag: String }
        ${types.map((name) => `type ${name} implements Thing ${fields}`).join(' ')}`,
    },
    links: {
      sdl: 'interface Thing { next: Thing } type A implements Thing @key(fields: "id") { id: ID! next: Thing @override(from: "things", label: "percent(50)") }',
    },
  };
  const nested = (depth: number): string => (depth === 0 ? 'tag' : `tag next { ${nested(depth - 1)} }`);

  it('is refused by name before it is made', () => {
    const supergraph = loadSupergraph(composeSmall(labelled));
    const planned = (depth: number) => planOperation(supergraph, parse(`{ thing { ${nested(depth)} } }`));
    expect(planned(2).subscription).toBeNull();
    expect(() => planned(9)).toThrow('exceeds the limit "ways"');
  });
});

describe('An operation below a field of which one subgraph has a narrower interface', () => {
  it('is split by types only where it cannot be planned otherwise', () => {
    const kinds = Array.from(
      { length: 12 },
      (_, index) => `type D${index} implements Pet & Animal @shareable { name: String friend: Animal }`,
    );
    const animals = 'interface Animal { name: String friend: Animal } interface Pet implements Animal { name: String friend: Animal }';
    const shared = `${animals} ${kinds.join(' ')}`;
    const supergraph = loadSupergraph(
      composeSmall({
        wide: { sdl: `type Query { zoo: Zoo } type Zoo @key(fields: "id") { id: ID! star: Animal @shareable } ${shared}` },
        narrow: { sdl: `type Query { shop: Zoo } type Zoo @key(fields: "id") { id: ID! star: Pet @shareable } ${shared}` },
      }),
    );
    expect(() =>
      planOperation(supergraph, parse('{ zoo { star { name friend { name friend { name friend { name } } } } } }')),
    ).not.toThrow();
  });
});
