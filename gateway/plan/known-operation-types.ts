import { GraphQLError, type ValidationRule } from 'graphql';

/** GraphQL §5.2.1 Operation Type Existence, which graphql-js 16 does not check: without a root type it finds no fault with any field. */
export const knownOperationTypes: ValidationRule = (context) => ({
  OperationDefinition: (node) => {
    if (!context.getSchema().getRootType(node.operation))
      context.reportError(new GraphQLError(`There is no ${node.operation} in this schema.`, { nodes: node }));
  },
});
