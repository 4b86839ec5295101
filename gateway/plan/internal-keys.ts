import { type DocumentNode, type FieldNode, type GraphQLSchema, Kind, print, TypeInfo, visit, visitWithTypeInfo } from 'graphql';

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

/** Gives every field that has an alias, or could have arguments, a key of its own; one for each client key, field and arguments. */
export const withInternalKeys = (schema: GraphQLSchema, document: DocumentNode): InternalKeys => {
  const keys = new Map<FieldNode, string>();
  const known = new Map<string, string>();
  const clientKeys = new Map<string, string>();
  const assign = (node: FieldNode): string => {
    const client = (node.alias ?? node.name).value;
    const identity = JSON.stringify([client, node.name.value, (node.arguments ?? []).map(print).sort()]);
    const key = known.get(identity) ?? `${client === '__proto__' ? 'proto' : client}__${known.size}`;
    known.set(identity, key);
    clientKeys.set(key, client);
    return key;
  };
  const typeInfo = new TypeInfo(schema);
  const rewritten = visit(
    document,
    visitWithTypeInfo(typeInfo, {
      Field: (node) => {
        if (node.name.value === '__typename') return { ...node, alias: undefined };
        if (!node.alias && !typeInfo.getFieldDef()?.args.length) return undefined;
        const key = assign(node);
        keys.set(node, key);
        return { ...node, alias: { kind: Kind.NAME, value: key } };
      },
    }),
  );
  return {
    document: rewritten,
    keyOf: (node) => keys.get(node) ?? node.name.value,
    clientKey: (key) => clientKeys.get(key as string) ?? key,
  };
};
