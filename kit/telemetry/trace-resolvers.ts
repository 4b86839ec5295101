import { inSpan } from './in-span.ts';
import { tracer } from './tracer.ts';

type Resolver = (...given: unknown[]) => unknown;

const ROOTS = new Set(['Query', 'Mutation']);

/** Resolvers of which those of root fields run in a span each. With telemetry off they are what they were. */
export const traceResolvers = <Resolvers extends object>(resolvers: Resolvers): Resolvers => {
  if (tracer() === null) return resolvers;
  const traced = Object.entries(resolvers).map(([type, fields]) => [type, ROOTS.has(type) ? tracedFields(type, fields as object) : fields]);
  return Object.fromEntries(traced) as Resolvers;
};

const tracedFields = (type: string, fields: object): object =>
  Object.fromEntries(
    Object.entries(fields).map(([field, resolve]) => [
      field,
      typeof resolve === 'function' ? inSpanOf(`${type}.${field}`, resolve as Resolver) : resolve,
    ]),
  );

const inSpanOf =
  (name: string, resolve: Resolver): Resolver =>
  (...given) =>
    inSpan({ name, attributes: { 'graphql.field.path': name } }, () => resolve(...given));
