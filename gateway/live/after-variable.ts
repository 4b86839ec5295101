import { type ASTNode, type DocumentNode, type GraphQLSchema, Kind, visit } from 'graphql';

/**
 * The variable that does nothing but say where a feed begins, if there is one: it stands once in the document, as the argument `after` of
 * the subscription's root field. Subscribers with different values of it may share a feed.
 */
export const afterVariable = (schema: GraphQLSchema, document: DocumentNode, after: string): string | null => {
  const uses = new Map<string, number>();
  const candidates: string[] = [];
  visit(document, {
    VariableDefinition: () => false,
    Variable: (node, _key, parent, _path, ancestors) => {
      const name = node.name.value;
      uses.set(name, (uses.get(name) ?? 0) + 1);
      const argument = parent as ASTNode;
      if (argument.kind === Kind.ARGUMENT && argument.name.value === after && isRootLevel(schema, nodesOf(ancestors)))
        candidates.push(name);
    },
  });
  return candidates.find((name) => uses.get(name) === 1) ?? null;
};

const nodesOf = (ancestors: readonly (ASTNode | readonly ASTNode[])[]): ASTNode[] =>
  ancestors.filter((ancestor): ancestor is ASTNode => !Array.isArray(ancestor));

/** An argument of a field, not of a directive; and the field stands in no other field. */
const isRootLevel = (schema: GraphQLSchema, ancestors: readonly ASTNode[]): boolean => {
  const root = schema.getSubscriptionType()?.name;
  return (
    ancestors.filter(({ kind }) => kind === Kind.FIELD).length === 1 &&
    ancestors.every(({ kind }) => kind !== Kind.DIRECTIVE) &&
    ancestors.every((node) => !('typeCondition' in node) || !node.typeCondition || node.typeCondition.name.value === root)
  );
};
