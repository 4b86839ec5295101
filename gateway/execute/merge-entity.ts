import type { FetchNode } from '@apollo/query-planner';
import { type DocumentNode, type FieldNode, Kind, type SelectionNode } from 'graphql';
import { responseKey } from '../plan/ast-nodes.ts';
import type { Supergraph } from '../supergraph.ts';
import { compileCode, quote } from './generated-code.ts';
import { merge, mergeValue } from './merge.ts';
import { compileRewrites } from './rewrites.ts';
import type { Row } from './run.ts';

/** Merges an entity into the rows that wait for it. */
export type MergeEntity = (entity: Row, rows: readonly Row[]) => void;

type MergeOne = (row: Row, entity: Row, copy: boolean) => void;

/**
 * Compiles the merge of what an entity fetch brings. Plain selections become generated code, field by field;
 * anything else is merged in general.
 */
export const compileMergeEntity = (
  node: FetchNode,
  document: DocumentNode,
  supergraph: Supergraph,
  shared: ReadonlySet<string>,
): MergeEntity => {
  const fields = plainFields(document);
  const one = fields && !node.outputRewrites?.length ? generate(fields, supergraph, shared) : null;
  if (one) {
    return (entity, rows) => {
      for (let index = 0; index < rows.length; index++) one(rows[index]!, entity, index > 0);
    };
  }
  const rewrite = compileRewrites(node.outputRewrites, supergraph);
  return (entity, rows) => {
    if (!entity.__typename) entity.__typename = rows[0]!.__typename;
    rewrite(entity);
    for (const [index, row] of rows.entries()) merge(row, entity, supergraph, index > 0);
  };
};

/** The fields below `_entities`, when they stand on one type only and none is met twice. */
const plainFields = (document: DocumentNode): readonly FieldNode[] | null => {
  const operations = document.definitions.filter((each) => each.kind === Kind.OPERATION_DEFINITION);
  const entities = operations[0]?.selectionSet.selections[0];
  if (document.definitions.length !== 1 || entities?.kind !== Kind.FIELD || entities.selectionSet?.selections.length !== 1) return null;
  const on = entities.selectionSet.selections[0]!;
  const fields = on.kind === Kind.INLINE_FRAGMENT && !on.directives?.length ? on.selectionSet.selections : [];
  return fields.length > 0 && fields.every(isPlain) ? fields : null;
};

const isPlain = (selection: SelectionNode): selection is FieldNode =>
  selection.kind === Kind.FIELD && selection.name.value !== '__typename' && !(responseKey(selection) in Object.prototype);

const generate = (fields: readonly FieldNode[], supergraph: Supergraph, shared: ReadonlySet<string>): MergeOne => {
  const lines = fields.map((field) => {
    const key = responseKey(field);
    const [row, entity] = [`r[${quote(key)}]`, `e[${quote(key)}]`];
    if (!field.selectionSet) return `x=${entity};if(x!=null||(x===null&&${row}===undefined))${row}=x;`;
    const fresh = shared.has(key) ? '' : '&&!copy';
    return `x=${entity};if(x!==undefined){if(${row}==null${fresh})${row}=x;else ${row}=mergeValue(${row},x,copy);}`;
  });
  const scope = { mergeValue: (present: unknown, incoming: unknown, copy: boolean) => mergeValue(present, incoming, supergraph, copy) };
  return compileCode(scope, `return (r,e,copy)=>{let x;${lines.join('')}};`);
};
