import { type ArgumentNode, type DocumentNode, type FieldNode, Kind, type ObjectFieldNode, print, visit } from 'graphql';
import type { Supergraph } from '../supergraph.ts';
import { responseKey } from './ast-nodes.ts';

/**
 * A client's operation under response keys of the gateway's own. Subgraphs also send what `@requires` and keys need, under plain field
 * names; a client's alias or arguments must never meet those under one key (`area: fee`, `price(currency: "USD")`).
 */
export type InternalKeys = {
  /** What is planned. */
  document: DocumentNode;
  /** The key under which subgraphs answer a field of the client's document. */
  keyOf: (node: FieldNode) => string;
  /** The client's own key again, for paths of errors. */
  clientKey: (key: string | number) => string | number;
};

/**
 * Gives every field that has an alias, or could have arguments, a key of its own; one for each client key, field and arguments. Whether it
 * could have them does not depend on its type: selections on an interface and on its types meet under one key.
 *
 * No key is called like any field of the supergraph.
 */
export const withInternalKeys = (
  document: DocumentNode,
  { fieldsWithArguments: withArguments, fieldNames }: Pick<Supergraph, 'fieldsWithArguments' | 'fieldNames'>,
): InternalKeys => {
  const keys = new Map<FieldNode, string>();
  const known = new Map<string, string>();
  const clientKeys = new Map<string, string>();
  const assign = (node: FieldNode, client: string): string => {
    const identity = JSON.stringify([client, node.name.value, (node.arguments ?? []).map(argumentText).sort()]);
    const key = known.get(identity) ?? freeName(`${client === '__proto__' ? 'proto' : client}__${known.size}`, fieldNames);
    known.set(identity, key);
    clientKeys.set(key, client);
    return key;
  };
  const rewritten = visit(document, {
    Field: (node) => {
      const client = responseKey(node);
      if (node.name.value === '__typename') return { ...node, alias: undefined };
      if (client === node.name.value && !withArguments.has(client)) return undefined;
      const key = assign(node, client);
      keys.set(node, key);
      return { ...node, alias: { kind: Kind.NAME, value: key } };
    },
  });
  return {
    document: rewritten,
    keyOf: (node) => keys.get(node) ?? node.name.value,
    clientKey: (key) => clientKeys.get(key as string) ?? key,
  };
};

/** A name that is none of these. */
export const freeName = (name: string, taken: ReadonlySet<string>): string => (taken.has(name) ? freeName(`${name}_`, taken) : name);

/** Equal arguments have equal texts: the order of an input object's fields does not matter (GraphQL §5.3.2). */
const argumentText = (argument: ArgumentNode): string =>
  print(visit(argument, { ObjectValue: { leave: (node) => ({ ...node, fields: [...node.fields].sort(byName) }) } }));

const byName = (a: ObjectFieldNode, b: ObjectFieldNode): number => (a.name.value < b.name.value ? -1 : 1);
