import { type DocumentNode, GraphQLError, getOperationAST, type OperationDefinitionNode, type OperationTypeNode } from 'graphql';

/**
 * The operation of a document that is asked for (GraphQL §6.1 GetOperation). Throws a GraphQLError when there
 * is none, or more to choose from.
 */
export const operationOf = (document: DocumentNode, operationName?: string | null): OperationDefinitionNode => {
  const operation = getOperationAST(document, operationName);
  if (operation) return operation;
  throw new GraphQLError(
    operationName ? `Unknown operation named "${operationName}".` : 'Must provide operation name if query contains multiple operations.',
    { extensions: { code: 'OPERATION_RESOLUTION_FAILURE' } },
  );
};

/** Its type; undefined when there is none, or more to choose from. */
export const operationTypeOf = ({
  document,
  operationName,
}: {
  document: DocumentNode;
  operationName?: string | null;
}): OperationTypeNode | undefined => getOperationAST(document, operationName)?.operation;
