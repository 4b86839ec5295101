import type { FetchNode, PlanNode } from '@apollo/query-planner';
import { type ExecutionResult, OperationTypeNode } from 'graphql';
import { fetchesOf } from '../plan/fetches-of.ts';
import { type Ask, ask } from './ask.ts';
import { structuredCopy } from './merge.ts';
import type { Row } from './run.ts';

/**
 * Fetches of entities that another fetch of the plan may ask the same as, with what they ask. Such share one
 * answer where their variables are equal, too.
 */
export type Twins = ReadonlyMap<FetchNode, string>;

/** Finds them. There are none beside mutations: after each the answer may be another. */
export const twinsOf = (plan: PlanNode | undefined): Twins => {
  const fetches = plan ? fetchesOf(plan) : [];
  if (fetches.some(({ operationKind }) => operationKind === OperationTypeNode.MUTATION)) return new Map();
  const groups = Map.groupBy(
    fetches.filter(({ requires, contextRewrites }) => requires && !contextRewrites?.length),
    questionOf,
  );
  const twins = [...groups].filter(([, nodes]) => nodes.length > 1);
  return new Map(twins.flatMap(([question, nodes]) => nodes.map((node) => [node, question])));
};

/** The subgraph and the text; the planner numbers the names of named operations. */
const questionOf = ({ serviceName, operation }: FetchNode): string => `${serviceName} ${operation.replace(/^query\s+\w+/, 'query')}`;

/** Asks what has not been asked in the same run. Each fetch has the answer as its own, for what it merges is written to later. */
export const askOnce =
  (question: string): Ask =>
  async (run, asked, variables) => {
    const key = `${question} ${variables.text()}`;
    run.twinAnswers ??= new Map();
    const known = run.twinAnswers.get(key) ?? ask(run, asked, variables);
    run.twinAnswers.set(key, known);
    const answer = await known;
    return answer instanceof Error ? answer : ownOf(answer);
  };

const ownOf = (result: ExecutionResult): ExecutionResult => ({ ...result, data: structuredCopy(result.data) as Row | null | undefined });
