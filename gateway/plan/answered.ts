import type { FetchNode, PlanNode, SubscriptionNode } from '@apollo/query-planner';
import { Kind, parse, type SelectionSetNode } from 'graphql';
import { type Fragments, fragmentsOf, responseKey } from './ast-nodes.ts';
import { childrenOf } from './fetches-of.ts';

/** What a plan asks for anywhere, by response keys and whatever the type: what is not in it no subgraph will ever answer. */
export type Answered = Map<string, Answered>;

/** Collects what the fetches of a plan bring, each at its place. */
export const answeredBy = (node: PlanNode | SubscriptionNode | undefined): Answered => {
  const answered: Answered = new Map();
  if (node) collect(node, answered);
  return answered;
};

const collect = (node: PlanNode | SubscriptionNode, at: Answered): void => {
  if (node.kind === 'Fetch') collectFetch(node, at);
  else for (const child of childrenOf(node)) collect(child, node.kind === 'Flatten' ? node.path.map(String).reduce(belowElement, at) : at);
};

/** `@` is every element of a list, and `key|[A,B]` a key with type conditions. */
const belowElement = (place: Answered, element: string): Answered => below(place, element === '@' ? '' : (element.split('|[')[0] ?? ''));

const below = (place: Answered, key: string): Answered => {
  if (key === '') return place;
  const known = place.get(key);
  if (known) return known;
  const fresh: Answered = new Map();
  place.set(key, fresh);
  return fresh;
};

const collectFetch = (node: FetchNode, at: Answered): void => {
  const document = parse(node.operation, { noLocation: true });
  const operation = document.definitions.find((definition) => definition.kind === Kind.OPERATION_DEFINITION);
  if (!operation) return;
  const fragments = fragmentsOf(document);
  const fetched: Answered = new Map();
  collectSelections(operation.selectionSet, fragments, fetched);
  const brought = node.requires ? below(fetched, '_entities') : fetched;
  for (const rewrite of node.outputRewrites ?? []) {
    if (rewrite.kind !== 'KeyRenamer') continue;
    const path = rewrite.path.filter((element) => !element.startsWith('... on '));
    const parent = path.slice(0, -1).reduce(below, brought);
    mergeInto(below(parent, rewrite.renameKeyTo), below(parent, path.at(-1) ?? ''));
  }
  mergeInto(at, brought);
};

const collectSelections = (set: SelectionSetNode, fragments: Fragments, at: Answered): void => {
  for (const selection of set.selections) {
    if (selection.kind === Kind.FIELD) {
      const place = below(at, responseKey(selection));
      if (selection.selectionSet) collectSelections(selection.selectionSet, fragments, place);
    } else {
      const fragment = selection.kind === Kind.FRAGMENT_SPREAD ? fragments.get(selection.name.value) : selection;
      if (fragment) collectSelections(fragment.selectionSet, fragments, at);
    }
  }
};

const mergeInto = (target: Answered, source: Answered): void => {
  for (const [key, children] of source) mergeInto(below(target, key), children);
};
