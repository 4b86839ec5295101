import { GraphQLError, type GraphQLSchema, getVariableValues, type OperationDefinitionNode } from 'graphql';

type Coerced = { coerced: Record<string, unknown>; errors?: undefined } | { coerced?: undefined; errors: GraphQLError[] };

/** GraphQL §6.1.2 CoerceVariableValues by the API schema; errors carry `BAD_USER_INPUT` and the variable's name in `field`. */
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
  const field = /^Variable "\$([^"]+)"(?: got invalid value .* at "([^"]+)")?/s.exec(error.message);
  return new GraphQLError(error.message, {
    nodes: error.nodes,
    originalError: error.originalError,
    extensions: { code: 'BAD_USER_INPUT', ...(field ? { field: field[2] ?? field[1] } : {}) },
  });
};
