import { type ConstDirectiveNode, type DocumentNode, Kind } from 'graphql';
import { linkedNames } from '../protection/linked-names.ts';
import { argumentText } from './join-directives.ts';

/** For each type the contexts that it sets (federation v2.8, `@context`), as `subgraph__name`. */
export type ContextTypes = ReadonlyMap<string, ReadonlySet<string>>;

/** The contexts that types say they set themselves. */
export const ownContexts = (supergraph: DocumentNode): ContextTypes => {
  const directiveName = linkedNames(supergraph, 'context')('context');
  const isContext = ({ name }: ConstDirectiveNode): boolean => name.value === directiveName;
  const contexts = new Map<string, ReadonlySet<string>>();
  for (const node of supergraph.definitions) {
    if (!('directives' in node) || !('name' in node) || !node.name || node.kind === Kind.DIRECTIVE_DEFINITION) continue;
    const names = (node.directives as readonly ConstDirectiveNode[]).filter(isContext).map((each) => argumentText(each, 'name') ?? '');
    if (names.length > 0) contexts.set(node.name.value, new Set(names));
  }
  return contexts;
};

/** Also those that they set by an interface or a union they belong to. */
export const allContexts = (supergraph: DocumentNode): ContextTypes => {
  const own = ownContexts(supergraph);
  const all = new Map<string, Set<string>>();
  const add = (type: string, names: Iterable<string> = []): void => {
    all.set(type, new Set([...(all.get(type) ?? []), ...names]));
  };
  if (own.size === 0) return all;
  for (const node of supergraph.definitions) {
    if (node.kind === Kind.UNION_TYPE_DEFINITION) for (const { name } of node.types ?? []) add(name.value, own.get(node.name.value));
    if (node.kind !== Kind.OBJECT_TYPE_DEFINITION && node.kind !== Kind.INTERFACE_TYPE_DEFINITION) continue;
    add(node.name.value, own.get(node.name.value));
    for (const { name } of node.interfaces ?? []) add(node.name.value, own.get(name.value));
  }
  return all;
};
