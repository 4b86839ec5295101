import type { FetchNode, PlanNode } from '@apollo/query-planner';
import type { Supergraph } from '../supergraph.ts';
import { compileFetch } from './compile-fetch.ts';
import { everyRoot, type PlanPath } from './rows.ts';
import type { Step } from './run.ts';
import { sharedKeysOf } from './shared-keys.ts';
import { twinsOf } from './twin-fetches.ts';

const nothing: Step = async () => {};

/**
 * Compiles a query plan into one function (Sequence, Parallel, Flatten, Condition, Fetch). Throws for
 * `Defer`, which is never planned. Of a subscription it is the rest after the primary fetch.
 */
export const compilePlan = (plan: PlanNode | undefined, supergraph: Supergraph, primary?: FetchNode): Step => {
  const sharedKeys = sharedKeysOf(plan, primary);
  const twins = twinsOf(plan);
  const compile = (node: PlanNode | undefined, path: PlanPath): Step => {
    switch (node?.kind) {
      case undefined:
        return nothing;
      case 'Sequence':
        return sequence(node.nodes.map((child) => compile(child, path)));
      case 'Parallel':
        return parallel(node.nodes.map((child) => compile(child, path)));
      case 'Flatten':
        return compile(node.node, [...path, ...node.path.map(String)]);
      case 'Condition':
        return condition(node.condition, compile(node.ifClause, path), compile(node.elseClause, path));
      case 'Fetch':
        return compileFetch(node, supergraph, path, { sharedKeys, twins });
      case 'Defer':
        throw new Error('@defer is not supported.');
    }
  };
  return compile(plan, everyRoot);
};

const sequence =
  (steps: Step[]): Step =>
  async (run) => {
    for (const step of steps) await step(run);
  };

const parallel =
  (steps: Step[]): Step =>
  async (run) => {
    await Promise.all(steps.map((step) => step(run)));
  };

const condition =
  (variable: string, yes: Step, no: Step): Step =>
  (run) =>
    run.variables[variable] ? yes(run) : no(run);
