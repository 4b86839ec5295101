import type { FetchDataRewrite, FetchNode, QueryPlan, QueryPlanSelectionNode } from '@apollo/query-planner';
import { type FieldNode, Kind, parse, print, stripIgnoredCharacters, visit } from 'graphql';
import { mapFetches } from './map-fetches.ts';
import type { RequiredArguments, RequiredField } from './required-arguments.ts';
import { splitRequirements } from './split-requirements.ts';

type Fields = ReadonlyMap<string, RequiredField>;

/**
 * Makes of a plan with fields named for a `@requires` one that subgraphs understand: they are asked for the field itself, with the
 * arguments, under that name; and in representations they find it under its own.
 */
export const restoreRequired = (required: RequiredArguments): ((plan: QueryPlan) => QueryPlan) => {
  const { fields } = required;
  if (fields.size === 0) return (plan) => plan;
  const restoreFetch = (node: FetchNode): FetchNode => {
    const operation = node.operation.includes('__required_') ? restoreOperation(node.operation, fields) : node.operation;
    const renamed = renamers(node.requires ?? [], [], fields);
    return { ...node, operation, inputRewrites: renamed.length > 0 ? [...renamed, ...(node.inputRewrites ?? [])] : node.inputRewrites };
  };
  return (plan) => mapFetches(plan, (node) => splitRequirements(node, required).map(restoreFetch));
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
