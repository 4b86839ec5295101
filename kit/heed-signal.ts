import { type GraphQLSchema, isObjectType } from 'graphql';

const SIGNAL = Symbol('signal');

type Heeding = { [SIGNAL]?: AbortSignal };

/** A context whose execution is to begin no resolver once the signal has aborted. It is changed, not copied. */
export const withSignal = (context: object, signal: AbortSignal): object => {
  (context as Heeding)[SIGNAL] = signal;
  return context;
};

/**
 * Makes the schema's resolvers heed the signal of their context: after it aborted they throw its reason instead of beginning.
 * graphql-js 16 cannot stop an execution itself (https://github.com/graphql/graphql-js/issues/3764).
 */
export const heedSignals = (schema: GraphQLSchema): GraphQLSchema => {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type)) continue;
    for (const field of Object.values(type.getFields())) {
      const { resolve } = field;
      if (!resolve) continue;
      field.resolve = (source, args, context: Heeding | undefined, info) => {
        if (context?.[SIGNAL]?.aborted) throw context[SIGNAL].reason;
        return resolve(source, args, context, info);
      };
    }
  }
  return schema;
};
