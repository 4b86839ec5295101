import { describe, expect, it } from '@jest/globals';
import { type ExecutionResult, parse } from 'graphql';
import { createLog } from '#kit/log.ts';
import type { SubgraphRequest } from '#kit/subgraph.ts';
import { planOperation } from '../plan/plan-operation.ts';
import { conditionsOf } from '../plan/settle-conditions.ts';
import { unrestricted } from '../protection/decide.ts';
import type { DataSource } from '../sources/data-source.ts';
import { loadSupergraph } from '../supergraph.ts';
import { sameQuestions } from '../test/cases/same-questions.ts';
import { composeSmall, runSmall, silent } from '../test/small-graph.ts';
import { createExecutor } from './executor.ts';

const users = sameQuestions.subgraphs.users!;
const subgraphs = { ...sameQuestions.subgraphs, users: { ...users, sdl: `${users.sdl} type Mutation { change: User touch: User }` } };
const supergraph = loadSupergraph(composeSmall(subgraphs));
const request = { variables: {}, headers: {} };

/** An executor, and the entities that were asked of each subgraph, a line a question. */
const recording = (given: Record<string, DataSource> = {}) => {
  const asked: string[] = [];
  const sources = Object.entries({ ...runSmall(subgraphs), ...given }).map(([name, source]) => {
    const execute = (question: SubgraphRequest): Promise<ExecutionResult> => {
      const representations = question.variables?.representations as { id: string }[] | undefined;
      if (representations) asked.push([name, ...representations.map(({ id }) => id)].join(' '));
      if (name === 'users' && question.query.startsWith('mutation')) return Promise.resolve({ data: { change: ONE, touch: ONE } });
      return source.execute(question);
    };
    return [name, { ...source, execute }] as const;
  });
  return { asked, executor: createExecutor({ subgraphs: Object.fromEntries(sources), log: createLog('silent', 'gateway') }) };
};

/** Shops with one star, whose game has another price at each: that depends on the shop. */
const shops = {
  shops: {
    sdl: `
      type Query { near: Shop far: Shop }
      type Shop @key(fields: "id") @context(name: "shop") { id: ID! currency: String! star: Star }
      type Star @key(fields: "id") { id: ID! }
      type Game @key(fields: "id") { id: ID! price(in: String @fromContext(field: "$shop { currency }")): String }
    `,
    resolvers: {
      Query: {
        near: () => ({ id: 's1', currency: 'KRW', star: { id: '1' } }),
        far: () => ({ id: 's2', currency: 'EUR', star: { id: '1' } }),
      },
      Game: { price: (_: unknown, { in: currency }: { in: string }) => `in ${currency}` },
    },
  },
  stars: {
    sdl: 'type Star @key(fields: "id") { id: ID! best: Game } type Game @key(fields: "id") { id: ID! }',
    resolvers: { Star: { best: () => ({ id: 'g' }) } },
  },
};

const ONE = { __typename: 'User', id: '1' };
const THRICE = '{ a: user(id: "1") { score } b: user(id: "1") { score } me { score } }';

describe('Equal questions of one operation', () => {
  it.each(['', 'query Named '])('go out once: %s{ … }', async (name) => {
    const { asked, executor } = recording();
    const { data, errors } = await executor.execute(planOperation(supergraph, parse(`${name}${THRICE}`)), request);
    expect({ data, errors }).toEqual({ data: { a: { score: 10 }, b: { score: 10 }, me: { score: 10 } } });
    expect(asked).toEqual(['scores 1']);
  });

  it('go out once each time, and others beside them', async () => {
    const { asked, executor } = recording();
    const planned = planOperation(
      supergraph,
      parse('{ a: user(id: "1") { score } b: user(id: "2") { score } me { score } teams { score } }'),
    );
    await executor.execute(planned, request);
    expect(asked.toSorted()).toEqual(['scores 1', 'scores 1 2', 'scores 2']);
    await executor.execute(planned, request);
    expect(asked).toHaveLength(6);
  });

  it('go out once at each depth, and leave objects apart', async () => {
    const { asked, executor } = recording();
    const query = '{ a: user(id: "1") { best { kind } } b: user(id: "1") { best { kind } } }';
    const { data } = await executor.execute(planOperation(supergraph, parse(query)), request);
    expect(data).toEqual({ a: { best: { kind: 'kind of g1' } }, b: { best: { kind: 'kind of g1' } } });
    expect(asked).toEqual(['scores 1', 'games g1']);
  });

  it('leave what depends on the place to each', async () => {
    const executor = createExecutor({ subgraphs: runSmall(shops), log: createLog('silent', 'gateway') });
    const query = '{ near { star { best { price } } } far { star { best { price } } } }';
    expect(await executor.execute(planOperation(loadSupergraph(composeSmall(shops)), parse(query)), request)).toEqual({
      data: { near: { star: { best: { price: 'in KRW' } } }, far: { star: { best: { price: 'in EUR' } } } },
    });
  });

  it('go out once with those that are not skipped', async () => {
    const document = parse('query ($no: Boolean!) { a: user(id: "1") @skip(if: $no) { score } b: user(id: "1") { score } me { score } }');
    const variables = { no: true };
    const planned = planOperation(supergraph, document, undefined, unrestricted, conditionsOf(document, undefined, variables));
    const { asked, executor } = recording();
    expect(await executor.execute(planned, { variables, headers: {} })).toEqual({ data: { b: { score: 10 }, me: { score: 10 } } });
    expect(asked).toEqual(['scores 1']);
  });

  it('fail at each place when their subgraph does not answer', async () => {
    const { asked, executor } = recording({ scores: silent('scores') });
    const { data, errors } = await executor.execute(planOperation(supergraph, parse(THRICE)), request);
    expect(data).toEqual({ a: { score: null }, b: { score: null }, me: { score: null } });
    expect(errors?.map(({ path }) => path)).toEqual([
      ['a', 'score'],
      ['b', 'score'],
      ['me', 'score'],
    ]);
    expect(asked).toEqual(['scores 1']);
  });

  it('are asked again after each mutation', async () => {
    const { asked, executor } = recording();
    await executor.execute(planOperation(supergraph, parse('mutation { change { score } touch { score } }')), request);
    expect(asked).toEqual(['scores 1', 'scores 1']);
  });
});
