import { describe, expect, it } from '@jest/globals';
import { parse } from 'graphql';
import { createLog } from '#kit/log.ts';
import type { Subgraph, SubgraphRequest } from '#kit/subgraph.ts';
import { planOperation } from '../plan/plan-operation.ts';
import type { DataSource } from '../sources/data-source.ts';
import { loadSupergraph } from '../supergraph.ts';
import { entities } from '../test/cases/entities.ts';
import { composeSmall, runSmall, silent } from '../test/small-graph.ts';
import { writtenText } from '../test/written-text.ts';
import { createExecutor } from './executor.ts';

const supergraph = loadSupergraph(composeSmall(entities.subgraphs));
const log = createLog('silent', 'gateway');

const recording = (subgraph: Subgraph) => {
  const requests: SubgraphRequest[] = [];
  const source: Subgraph = {
    ...subgraph,
    execute: (request) => {
      requests.push(request);
      return subgraph.execute(request);
    },
  };
  return { requests, source };
};

const json = { subgraphs: { echoes: { sdl: 'scalar JSON type Query { echo(value: JSON): Int }' } } };

describe('Executor', () => {
  it('sends equal representations once', async () => {
    const subgraphs = runSmall(entities.subgraphs);
    const stock = recording(subgraphs.stock!);
    const executor = createExecutor({ subgraphs: { ...subgraphs, stock: stock.source }, log });
    await executor.execute(planOperation(supergraph, parse('{ sameTwice { inStock } shelves { inStock } }')), {
      variables: {},
      headers: {},
    });
    const sent = stock.requests.map(({ variables }) => variables?.representations);
    expect(sent).toHaveLength(1);
    for (const representations of sent) {
      expect(representations).toHaveLength(2);
      expect(representations).toEqual(expect.arrayContaining(['u1', 'u2'].map((upc) => ({ __typename: 'Product', upc }))));
    }
  });

  it('keeps rows of one entity apart, so that what comes later for one does not show at the other', async () => {
    const executor = createExecutor({ subgraphs: runSmall(entities.subgraphs), log });
    const { data } = await executor.execute(planOperation(supergraph, parse('{ sameTwice { maker { founded } } }')), {
      variables: {},
      headers: {},
    });
    const [first, second] = (data as { sameTwice: { maker: object }[] }).sameTwice;
    expect(first).toEqual(second);
    expect(first!.maker).not.toBe(second!.maker);
  });

  it('passes headers to every fetch, and runs mutations in order', async () => {
    const catalogue = recording(runSmall(entities.subgraphs).catalogue!);
    const executor = createExecutor({ subgraphs: { ...runSmall(entities.subgraphs), catalogue: catalogue.source }, log });
    const headers = { authorization: 'Bearer x' };
    await executor.execute(
      planOperation(supergraph, parse('mutation { b: rename(id: "p2", name: "2") { id } a: rename(id: "p1", name: "1") { id } }')),
      { variables: {}, headers },
    );
    expect(catalogue.requests).toHaveLength(1);
    expect(catalogue.requests[0]).toMatchObject({ headers });
    expect(catalogue.requests[0]!.query).toMatch(/^mutation\{b.*a/);
  });

  it('lets a client that leaves end queries, and mutations only before they begin', async () => {
    const catalogue = recording(runSmall(entities.subgraphs).catalogue!);
    const executor = createExecutor({ subgraphs: { ...runSmall(entities.subgraphs), catalogue: catalogue.source }, log });
    const mutation = planOperation(supergraph, parse('mutation { rename(id: "p2", name: "2") { id } }'));
    const { signal } = new AbortController();
    await executor.execute(planOperation(supergraph, parse('{ products { name } }')), { variables: {}, headers: {}, signal });
    await executor.execute(mutation, { variables: {}, headers: {}, signal });
    await executor.execute(mutation, { variables: {}, headers: {}, signal: AbortSignal.abort() });
    expect(catalogue.requests.map((request) => request.signal?.aborted)).toEqual([false, undefined, true]);
  });

  it('names each field that is null because its subgraph does not answer', async () => {
    const executor = createExecutor({
      subgraphs: { ...runSmall(entities.subgraphs), stock: silent('stock'), makers: silent('makers') },
      log,
    });
    const { data, errors } = await executor.execute(
      planOperation(supergraph, parse('{ products { name stock: inStock maker { code year: founded } } }')),
      { variables: {}, headers: {} },
    );
    expect(data).toMatchObject({
      products: [{ name: 'Tea', stock: null, maker: { code: 'm1', year: null } }, null, { name: 'Rice', stock: null }],
    });
    expect(errors?.map(({ path }) => path?.join('.'))).toEqual([
      'products.0.stock',
      'products.2.stock',
      'products.0.maker.year',
      'products.2.maker.year',
    ]);
    expect(new Set(errors?.map(({ extensions }) => extensions.code))).toEqual(new Set(['SERVICE_UNAVAILABLE']));
  });

  it("refuses in words a client's variables that nest more deeply than can be written for a subgraph", async () => {
    const deep = JSON.parse(`${'['.repeat(100_000)}${']'.repeat(100_000)}`);
    const source = { ...runSmall(json.subgraphs).echoes!, send: async () => ({ data: {} }) };
    const operation = planOperation(loadSupergraph(composeSmall(json.subgraphs)), parse('query ($value: JSON) { echo(value: $value) }'));
    const executor = createExecutor({ subgraphs: { echoes: source }, log });
    await expect(executor.answer(operation, { variables: { value: deep }, headers: {} })).rejects.toMatchObject({
      message: 'The variables nest too deeply.',
      extensions: { code: 'BAD_USER_INPUT' },
    });
  });

  it('gives an ID as a string, whether its subgraph sent a string or a number', async () => {
    const data = { nothing: { id: 7, upc: 8, name: 'Tea' } };
    const operation = planOperation(supergraph, parse('{ nothing { id upc name } }'));
    const request = { variables: {}, headers: {} };
    const answered = { data: { nothing: { id: '7', upc: '8', name: 'Tea' } } };
    const subgraph = (source: Partial<DataSource>) => ({ ...runSmall(entities.subgraphs).catalogue!, ...source });
    const objects = createExecutor({ subgraphs: { catalogue: subgraph({ execute: async () => ({ data }) }) }, log });
    const texts = createExecutor({ subgraphs: { catalogue: subgraph({ send: async () => ({ data }) }) }, log });
    expect(await objects.execute(operation, request)).toEqual(answered);
    for (const executor of [objects, texts])
      expect(JSON.parse(writtenText(await executor.answer(operation, request)) ?? 'null')).toEqual(answered);
  });
});
