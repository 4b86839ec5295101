import type { FetchNode } from '@apollo/query-planner';
import {
  type DocumentNode,
  Kind,
  type OperationDefinitionNode,
  print,
  type SelectionNode,
  stripIgnoredCharacters,
  type VariableNode,
  visit,
} from 'graphql';
import { startOfBody } from '../sources/data-source.ts';
import { type SubgraphQuery, subgraphQuery } from './ask.ts';
import { contextVariables } from './context-arguments.ts';
import { createReader } from './read-answer.ts';

/** The key of the entities that get one of several sets of arguments. */
export const keyOfPart = (index: number, count: number): string => (count === 1 ? '_entities' : `_${index}`);

/** A variable as it is named for one of several sets of arguments. */
export const nameOfPart = (variable: string, index: number, count: number): string => (count === 1 ? variable : `${variable}_${index}`);

/**
 * The question of a fetch for so many sets of arguments from contexts: `_0: _entities(…) _1: _entities(…)`, each with variables of its own.
 */
export const contextQueries = (node: FetchNode): ((count: number) => SubgraphQuery) => {
  const single = subgraphQuery(node);
  const own = new Set(['representations', ...contextVariables(node)]);
  const known = new Map<number, SubgraphQuery>([[1, single]]);
  return (count) => {
    const query = known.get(count) ?? repeated(single, own, count);
    known.set(count, query);
    return query;
  };
};

const repeated = (single: SubgraphQuery, own: ReadonlySet<string>, count: number): SubgraphQuery => {
  const definitions = single.document.definitions.map((each) =>
    each.kind === Kind.OPERATION_DEFINITION ? repeatedOperation(each, own, count) : each,
  );
  const document: DocumentNode = { ...single.document, definitions };
  const query = stripIgnoredCharacters(print(document));
  return { ...single, document, query, start: startOfBody(query, single.operationName), read: createReader(document) };
};

const repeatedOperation = (operation: OperationDefinitionNode, own: ReadonlySet<string>, count: number): OperationDefinitionNode => {
  const parts = Array.from({ length: count }, (_, index) => index);
  const [entities] = operation.selectionSet.selections;
  const renamed = <Node extends SelectionNode | NonNullable<OperationDefinitionNode['variableDefinitions']>[number]>(
    node: Node,
    index: number,
  ) =>
    visit(node, {
      Variable: ({ name, ...rest }): VariableNode | undefined =>
        own.has(name.value) ? { ...rest, name: { ...name, value: nameOfPart(name.value, index, count) } } : undefined,
    });
  const selections = parts.map((index): SelectionNode => {
    const part = renamed(entities!, index);
    return part.kind === Kind.FIELD ? { ...part, alias: { kind: Kind.NAME, value: keyOfPart(index, count) } } : part;
  });
  const variableDefinitions = (operation.variableDefinitions ?? []).flatMap((definition) =>
    own.has(definition.variable.name.value) ? parts.map((index) => renamed(definition, index)) : [definition],
  );
  return { ...operation, variableDefinitions, selectionSet: { ...operation.selectionSet, selections } };
};
