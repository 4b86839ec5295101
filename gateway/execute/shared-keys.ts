import type { FetchNode, PlanNode } from '@apollo/query-planner';
import { Kind, parse, type SelectionNode } from 'graphql';
import { responseKey } from '../plan/ast-nodes.ts';
import type { PlanPath } from './rows.ts';

/**
 * The response keys of an entity fetch under which rows of one entity may share one object. They may where no other fetch writes into
 * that object by way of the row; fetches for the object itself write the same for all who share it, unless they take arguments from
 * contexts, which may stand above the row.
 */
export type SharedKeys = (node: FetchNode) => ReadonlySet<string>;

const NOTHING: ReadonlySet<string> = new Set();

/** Looks at all parts of a plan together. Of a fetch that stands in none of them nothing is shared. */
export const sharedKeysOf = (...plan: (PlanNode | undefined)[]): SharedKeys => {
  const writes = new Map<FetchNode, { place: string; composites: Set<string> }>();
  for (const node of plan) if (node) collect(node, [], writes);
  const byContext = [...writes].flatMap(([{ contextRewrites }, { place }]) => (contextRewrites?.length ? [`${place}.`] : []));
  return (node) => {
    const own = writes.get(node);
    if (!own) return NOTHING;
    const others = [...writes].filter(([each]) => each !== node).map(([, { composites }]) => composites);
    const isOwn = (place: string): boolean =>
      !others.some((composites) => composites.has(place)) && !byContext.some((each) => each.startsWith(`${place}.`));
    const below = [...own.composites].filter((place) => isChild(place, own.place) && isOwn(place));
    return new Set(below.map((place) => place.slice(place.lastIndexOf('.') + 1)));
  };
};

const isChild = (place: string, parent: string): boolean => place.startsWith(`${parent}.`) && place.indexOf('.', parent.length + 1) < 0;

const collect = (node: PlanNode, path: PlanPath, writes: Map<FetchNode, { place: string; composites: Set<string> }>): void => {
  if (node.kind === 'Fetch') {
    const place = path.map((element) => (element === '@' ? '' : element.split('|[')[0])).filter(Boolean);
    const composites = new Set<string>();
    const selections = parse(node.operation, { noLocation: true }).definitions.flatMap((each) =>
      each.kind === Kind.OPERATION_DEFINITION ? each.selectionSet.selections : [],
    );
    const written = node.requires
      ? selections.flatMap((each) => ('selectionSet' in each ? (each.selectionSet?.selections ?? []) : []))
      : selections;
    collectComposites(written, ['', ...place].join('.'), composites);
    writes.set(node, { place: ['', ...place].join('.'), composites });
  } else if (node.kind === 'Flatten') collect(node.node, [...path, ...node.path.map(String)], writes);
  else if (node.kind === 'Condition') for (const clause of [node.ifClause, node.elseClause]) clause && collect(clause, path, writes);
  else if (node.kind !== 'Defer') for (const child of node.nodes) collect(child, path, writes);
};

const collectComposites = (selections: readonly SelectionNode[], place: string, composites: Set<string>): void => {
  for (const selection of selections) {
    if (selection.kind === Kind.INLINE_FRAGMENT) collectComposites(selection.selectionSet.selections, place, composites);
    if (selection.kind !== Kind.FIELD || !selection.selectionSet) continue;
    const below = `${place}.${responseKey(selection)}`;
    composites.add(below);
    collectComposites(selection.selectionSet.selections, below, composites);
  }
};
