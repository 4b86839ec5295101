import { Supergraph as FederatedSupergraph } from '@apollo/federation-internals';
import { type ExecutionResult, execute, parse } from 'graphql';
import { createLog } from '#kit/log.ts';
import { createExecutor } from '../../execute/executor.ts';
import { planOperation } from '../../plan/plan-operation.ts';
import { conditionsOf } from '../../plan/settle-conditions.ts';
import { readAccessRules } from '../../protection/access-rules.ts';
import { unrestricted } from '../../protection/decide.ts';
import { toGraphQLError } from '../../public-errors.ts';
import { loadSupergraph } from '../../supergraph.ts';
import { writtenText } from '../written-text.ts';
import { asMonolith, setsContexts } from './contexts.ts';
import { readFederatedTypes } from './federated-types.ts';
import { asAnswer, judgeBroken, judgeWhole } from './judge.ts';
import { type MadeUp, madeUpSubgraphs, type World } from './made-up-subgraphs.ts';
import { createRandom } from './random.ts';
import { type RandomOperation, randomOperation } from './random-operation.ts';
import type { StartStock } from './stock.ts';

export type Finding = RandomOperation & { seed: number; world: World; wrong: string; ours: ExecutionResult; expected: ExecutionResult };

/** What an operation came to: how stock stood beside the same oracle, and what we did wrong. */
export type Outcome = { finding: Finding | null; stock: string | null };

/** Tries random operations on one supergraph, through our gateway and through stock, over the same made-up data. */
export type Trial = { run(seed: number): Promise<Outcome>; close(): Promise<void> };

const worlds: readonly World[] = [
  { nulls: 0, errors: 0, unknowns: 0, outages: 0 },
  { nulls: 15, errors: 0, unknowns: 0, outages: 0 },
  { nulls: 5, errors: 8, unknowns: 0, outages: 0 },
  { nulls: 5, errors: 3, unknowns: 15, outages: 10 },
];

/**
 * Stock has no part in supergraphs with `@context`, which it refuses. There a failure may explain nulls
 * further down, as where a subgraph does not know entities.
 */
export const createTrial = async (
  supergraphSdl: string,
  typeDefs: Readonly<Record<string, string>>,
  startStock?: StartStock,
): Promise<Trial> => {
  const supergraph = loadSupergraph(supergraphSdl);
  const { sdl } = readAccessRules(supergraphSdl);
  const whole = FederatedSupergraph.build(sdl, { supportedFeatures: null }).schema.toGraphQLJSSchema();
  const federated = Object.values(typeDefs).map(readFederatedTypes);
  const hasContexts = setsContexts(federated);
  let madeUp: MadeUp;
  const stock = startStock && !hasContexts ? await startStock(sdl, () => madeUp.subgraphs) : null;
  const ours = async ({ query, variables }: RandomOperation): Promise<ExecutionResult> => {
    const executor = createExecutor({ subgraphs: madeUp.subgraphs, log: createLog('silent', 'gateway') });
    const document = parse(query);
    const planned = planOperation(supergraph, document, undefined, unrestricted, conditionsOf(document, undefined, variables));
    const result = await executor.execute(planned, { variables, headers: {} });
    const text = writtenText(await executor.answer(planned, { variables, headers: {} }));
    if (text !== null && planned.definition.operation === 'query' && text !== `${JSON.stringify(result)}\n`)
      throw new Error(`written as ${text}, shaped as ${JSON.stringify(result)}`);
    return result;
  };
  const monolith = async ({ query, variables }: RandomOperation): Promise<ExecutionResult> =>
    execute({
      schema: supergraph.schema,
      document: parse(query),
      variableValues: variables,
      fieldResolver: asMonolith(madeUp.universe, federated),
    });
  const run = async (seed: number): Promise<Outcome> => {
    const random = createRandom(seed);
    const world = worlds[random.number(worlds.length)]!;
    madeUp = madeUpSubgraphs(typeDefs, whole, seed, world);
    const operation = randomOperation(supergraph.schema, random);
    const expected = await monolith(operation);
    const judge = world.errors + world.unknowns + world.outages > 0 ? judgeBroken : judgeWhole;
    const verdict = async (execute: typeof ours): Promise<{ result: ExecutionResult; wrong: string | null }> => {
      const result = await execute(operation).catch((error): ExecutionResult => ({ errors: [toGraphQLError(error)] }));
      return { result, wrong: judge(asAnswer(result), asAnswer(expected), world.unknowns > 0 || hasContexts) };
    };
    const { result, wrong } = await verdict(ours);
    const other = stock && (await verdict(({ query, variables }) => stock.execute(query, variables)));
    return { stock: other?.wrong ?? null, finding: wrong === null ? null : { ...operation, seed, world, wrong, ours: result, expected } };
  };
  return { run, close: async () => stock?.close() };
};
