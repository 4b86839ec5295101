import { Supergraph as FederatedSupergraph } from '@apollo/federation-internals';
import { type ExecutionResult, parse, subscribe } from 'graphql';
import { createLog } from '#kit/log.ts';
import { createMetrics } from '#kit/metrics.ts';
import { createExecutor } from '../../execute/executor.ts';
import { createChannels } from '../../live/channels.ts';
import { standardBounds } from '../../live/delivery.ts';
import { createLiveMetrics } from '../../live/live-metrics.ts';
import { planOperation } from '../../plan/plan-operation.ts';
import { conditionsOf } from '../../plan/settle-conditions.ts';
import { unrestricted } from '../../protection/decide.ts';
import { toGraphQLError } from '../../public-errors.ts';
import { loadSupergraph } from '../../supergraph.ts';
import { asMonolith, setsContexts } from './contexts.ts';
import { readFederatedTypes } from './federated-types.ts';
import { asAnswer, judgeBroken, judgeWhole } from './judge.ts';
import { type MadeUp, madeUpEvents, madeUpSubgraphs, type World } from './made-up-subgraphs.ts';
import { createRandom } from './random.ts';
import { type RandomOperation, randomOperation } from './random-operation.ts';
import type { Finding } from './trial.ts';
import type { Tried } from './tried-supergraphs.ts';

const worlds: readonly World[] = [
  { nulls: 0, errors: 0, unknowns: 0, outages: 0 },
  { nulls: 15, errors: 0, unknowns: 0, outages: 0 },
  { nulls: 5, errors: 8, unknowns: 0, outages: 0 },
  { nulls: 5, errors: 3, unknowns: 15, outages: 10 },
];

/**
 * Tries random subscriptions on one supergraph, through a channel as clients share it, event by event beside graphql-js on the monolith.
 */
export const createSubscriptionTrial = ({ supergraph: sdl, typeDefs }: Tried): { run(seed: number): Promise<Finding | null> } => {
  const supergraph = loadSupergraph(sdl);
  const federated = Object.values(typeDefs).map(readFederatedTypes);
  const whole = FederatedSupergraph.build(sdl, { supportedFeatures: null }).schema.toGraphQLJSSchema();
  const monolith = async ({ query, variables }: RandomOperation, { universe }: MadeUp): Promise<ExecutionResult[]> => {
    const events = await subscribe({
      schema: supergraph.schema,
      document: parse(query),
      variableValues: variables,
      subscribeFieldResolver: () => madeUpEvents(supergraph.schema),
      fieldResolver: asMonolith(universe, federated),
    });
    return Symbol.asyncIterator in events ? Array.fromAsync(events) : [events];
  };
  return {
    run: async (seed) => {
      const random = createRandom(seed);
      const world = worlds[random.number(worlds.length)]!;
      const madeUp = madeUpSubgraphs(typeDefs, whole, seed, world);
      const operation = randomOperation(supergraph.schema, random, 'subscription');
      const ours = await follow(operation, madeUp).catch((error: unknown) => [{ errors: [toGraphQLError(error)] }]);
      if (ours.some(({ errors }) => errors?.[0]?.extensions?.limit === 'ways')) return null;
      const expected = await monolith(operation, madeUp);
      const judge = world.errors + world.unknowns + world.outages > 0 ? judgeBroken : judgeWhole;
      const wrong =
        ours.length === expected.length
          ? ours
              .map((each, index) => judge(asAnswer(each), asAnswer(expected[index]!), world.unknowns > 0 || setsContexts(federated)))
              .find((each) => each !== null)
          : `${ours.length} events for ${expected.length}`;
      return wrong
        ? { ...operation, seed, world, wrong, ours: { data: { events: ours } }, expected: { data: { events: expected } } }
        : null;
    },
  };

  async function follow({ query, variables }: RandomOperation, { subgraphs }: MadeUp): Promise<ExecutionResult[]> {
    const log = createLog('silent', 'gateway');
    const metrics = createLiveMetrics(createMetrics());
    const channels = createChannels({
      executor: createExecutor({ subgraphs, log }),
      log,
      metrics,
      bounds: standardBounds,
      firstWithinMs: 0,
    });
    const document = parse(query);
    const planned = planOperation(supergraph, document, undefined, unrestricted, conditionsOf(document, undefined, variables));
    const results: ExecutionResult[] = [];
    const { promise, resolve } = Promise.withResolvers<ExecutionResult[]>();
    const operation = { document, hash: query, variables, headers: {}, traceId: 'trial' };
    channels.join(
      { planned, planKey: query, operation, maskFor: () => (result) => result },
      {
        waitingBytes: () => 0,
        send: ({ text }) => void results.push(JSON.parse(text)),
        whenDrained: (callback) => callback(),
        end: (errors) => resolve(errors ? [...results, { errors }] : results),
      },
    );
    return promise;
  }
};
