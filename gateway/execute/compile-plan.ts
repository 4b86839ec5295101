import type { PlanNode } from '@apollo/query-planner';
import type { Supergraph } from '../supergraph.ts';
import { compileFetch } from './compile-fetch.ts';
import { everyRoot, type PlanPath } from './rows.ts';
import type { Step } from './run.ts';

const nothing: Step = async () => {};

/** Compiles a node of a query plan into one function (Sequence, Parallel, Fetch, Flatten, Condition). Throws for `Defer`, which is never planned. */
export const compilePlan = (node: PlanNode | undefined, supergraph: Supergraph, path: PlanPath = everyRoot): Step => {
  switch (node?.kind) {
    case undefined:
      return nothing;
    case 'Sequence':
      return sequence(node.nodes.map((child) => compilePlan(child, supergraph, path)));
    case 'Parallel':
      return parallel(node.nodes.map((child) => compilePlan(child, supergraph, path)));
    case 'Flatten':
      return compilePlan(node.node, supergraph, [...path, ...node.path.map(String)]);
    case 'Condition':
      return condition(node.condition, compilePlan(node.ifClause, supergraph, path), compilePlan(node.elseClause, supergraph, path));
    case 'Fetch':
      return compileFetch(node, supergraph, path);
    case 'Defer':
      throw new Error('@defer is not supported.');
  }
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
