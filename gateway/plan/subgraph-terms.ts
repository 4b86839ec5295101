import type { FetchNode, QueryPlan } from '@apollo/query-planner';
import {
  type DocumentNode,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isInterfaceType,
  isObjectType,
  Kind,
  parse,
  print,
  type SelectionNode,
  stripIgnoredCharacters,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import { mapFetches } from './map-fetches.ts';

const TYPENAME: SelectionNode = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: '__typename' } };

export type SubgraphTerms = {
  /** The whole supergraph's. */
  schema: GraphQLSchema;
  /** The own schemas of subgraphs, by name; read when one is needed. */
  schemaOf: (subgraph: string) => GraphQLSchema;
  /** Names of subgraphs that give one object type where others give an interface or a union. */
  narrower: ReadonlySet<string>;
};

/**
 * Puts fetches into the terms of their subgraphs. One that gives one object type where others give an interface is not asked by the planner for the type's
 * name, by which the others' fragments and the answer are chosen. And one may call its root type otherwise than the supergraph: under no condition
 * on it is it asked.
 */
export const inSubgraphTerms =
  (terms: SubgraphTerms) =>
  (plan: QueryPlan): QueryPlan => {
    const root = terms.schema.getQueryType()?.name ?? '';
    const conditions = [`...on ${root}{`, `... on ${root} {`];
    return mapFetches(plan, (node) => {
      const isConditioned = !node.requires?.length && conditions.some((condition) => node.operation.includes(condition));
      if (!isConditioned && !terms.narrower.has(node.serviceName)) return [node];
      return [{ ...node, operation: stripIgnoredCharacters(print(changed(node, terms, root))) }];
    });
  };

const changed = ({ operation, serviceName }: FetchNode, { schema, schemaOf }: SubgraphTerms, root: string): DocumentNode => {
  const info = new TypeInfo(schemaOf(serviceName));
  const isOnRoot = (each: SelectionNode) =>
    each.kind === Kind.INLINE_FRAGMENT && each.typeCondition?.name.value === root && !each.directives?.length;
  return visit(
    parse(operation, { noLocation: true }),
    visitWithTypeInfo(info, {
      SelectionSet: {
        leave: (set) => {
          if (info.getParentType()?.name !== root || !set.selections.some(isOnRoot)) return undefined;
          const selections = set.selections.flatMap((each) =>
            each.kind === Kind.INLINE_FRAGMENT && isOnRoot(each) ? each.selectionSet.selections : [each],
          );
          return { ...set, selections };
        },
      },
      Field: {
        leave: (field) => {
          const [on, given] = [info.getParentType(), getNamedType(info.getType())];
          const known = on && schema.getType(on.name);
          const meant = isObjectType(known) || isInterfaceType(known) ? getNamedType(known.getFields()[field.name.value]?.type) : undefined;
          if (!field.selectionSet || !isObjectType(given) || !isAbstractType(meant)) return undefined;
          // Of an `@interfaceObject` the name is not the object's.
          if (!isObjectType(schema.getType(given.name)) || field.selectionSet.selections.some(isTypename)) return undefined;
          return { ...field, selectionSet: { ...field.selectionSet, selections: [TYPENAME, ...field.selectionSet.selections] } };
        },
      },
    }),
  );
};

const isTypename = (each: SelectionNode): boolean => each.kind === Kind.FIELD && each.name.value === '__typename' && !each.alias;
