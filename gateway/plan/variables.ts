import { GraphQLError, type GraphQLSchema, getVariableValues, type OperationDefinitionNode } from 'graphql';
import { fieldOfVariable } from '#kit/input-field.ts';

type Coerced = { coerced: Record<string, unknown>; errors?: undefined } | { coerced?: undefined; errors: GraphQLError[] };

/** GraphQL §6.1.2 CoerceVariableValues by the API schema; errors carry `BAD_USER_INPUT` and where the value stands in `field`. */
export const coerceVariables = (
  { schema, definition }: { schema: GraphQLSchema; definition: OperationDefinitionNode },
  variables: Readonly<Record<string, unknown>>,
): Coerced => {
  const definitions = definition.variableDefinitions ?? [];
  if (definitions.length === 0) return { coerced: {} };
  const result = getVariableValues(schema, definitions, variables, { maxErrors: 20 });
  if (result.coerced) return { coerced: result.coerced };
  return { errors: (result.errors ?? []).map(inputError) };
};

const inputError = (error: GraphQLError): GraphQLError => {
  const field = fieldOfVariable(error);
  return new GraphQLError(error.message, {
    nodes: error.nodes,
    originalError: error.originalError,
    extensions: { code: 'BAD_USER_INPUT', ...(field === null ? {} : { field }) },
  });
};
