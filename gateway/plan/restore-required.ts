import type { FetchDataRewrite, FetchNode, PlanNode, QueryPlan, QueryPlanSelectionNode, SubscriptionNode } from '@apollo/query-planner';
import { type FieldNode, Kind, parse, print, stripIgnoredCharacters, visit } from 'graphql';
import type { RequiredField } from './required-arguments.ts';

type Fields = ReadonlyMap<string, RequiredField>;

/**
 * Makes of a plan with fields named for a `@requires` one that subgraphs understand: they are asked for the field itself, with the
 * arguments, under that name; and in representations they find it under its own.
 *
 * @returns a function that changes a plan in place
 */
export const restoreRequired = (fields: Fields): ((plan: QueryPlan) => QueryPlan) => {
  if (fields.size === 0) return (plan) => plan;
  const restoreFetch = (node: FetchNode): void => {
    if (node.operation.includes('__required_')) node.operation = restoreOperation(node.operation, fields);
    const renamed = renamers(node.requires ?? [], [], fields);
    if (renamed.length > 0) node.inputRewrites = [...renamed, ...(node.inputRewrites ?? [])];
  };
  const restore = (node: PlanNode | SubscriptionNode | undefined): void => {
    if (node?.kind === 'Fetch') restoreFetch(node);
    else if (node?.kind === 'Flatten') restore(node.node);
    else if (node?.kind === 'Condition') for (const clause of [node.ifClause, node.elseClause]) restore(clause);
    else if (node?.kind === 'Subscription') for (const part of [node.primary, node.rest]) restore(part);
    else if (node && node.kind !== 'Defer') for (const child of node.nodes) restore(child);
  };
  return (plan) => {
    restore(plan.node);
    return plan;
  };
};

const restoreOperation = (operation: string, fields: Fields): string => {
  const restored = visit(parse(operation, { noLocation: true }), {
    Field: (node): FieldNode | undefined => {
      const required = fields.get(node.name.value);
      if (!required) return undefined;
      const name = { kind: Kind.NAME, value: required.field } as const;
      return { ...node, alias: node.alias ?? node.name, name, arguments: required.arguments };
    },
  });
  return stripIgnoredCharacters(print(restored));
};

const renamers = (selections: readonly QueryPlanSelectionNode[], path: readonly string[], fields: Fields): FetchDataRewrite[] =>
  selections.flatMap((selection): FetchDataRewrite[] => {
    if (selection.kind === 'InlineFragment')
      return renamers(selection.selections, selection.typeCondition ? [...path, `... on ${selection.typeCondition}`] : path, fields);
    const required = fields.get(selection.name);
    const below = renamers(selection.selections ?? [], [...path, selection.name], fields);
    return required ? [...below, { kind: 'KeyRenamer', path: [...path, selection.name], renameKeyTo: required.field }] : below;
  });
