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
import { TYPENAME } from './ast-nodes.ts';
import { mapFetches } from './map-fetches.ts';

export type SubgraphTerms = {
  /** The whole supergraph's. */
  schema: GraphQLSchema;
  /** Reads a subgraph's own schema; called once for each when it is needed, for that takes time. */
  readSchema: (subgraph: string) => GraphQLSchema;
  /** Names of subgraphs that give one object type where others give an interface or a union. */
  narrower: ReadonlySet<string>;
};

/**
 * Puts fetches into the terms of their subgraphs. A subgraph that gives one object type where others give an interface
 * is not asked by the planner for the type's name, by which the others' fragments and the answer are chosen. And a
 * subgraph may call its root type otherwise than the supergraph: it is asked under no condition on that.
 */
export const inSubgraphTerms = ({ schema, readSchema, narrower }: SubgraphTerms): ((plan: QueryPlan) => QueryPlan) => {
  const root = schema.getQueryType()?.name ?? '';
  const conditions = [`...on ${root}{`, `... on ${root} {`];
  const read = new Map<string, GraphQLSchema>();
  const schemaOf = (subgraph: string): GraphQLSchema => {
    const known = read.get(subgraph) ?? readSchema(subgraph);
    read.set(subgraph, known);
    return known;
  };
  const change = (node: FetchNode): FetchNode => {
    const isConditioned = !node.requires?.length && conditions.some((condition) => node.operation.includes(condition));
    if (!isConditioned && !narrower.has(node.serviceName)) return node;
    const document = parse(node.operation, { noLocation: true });
    const changed = inTermsOf(schemaOf(node.serviceName), document, schema, root);
    return changed === document ? node : { ...node, operation: stripIgnoredCharacters(print(changed)) };
  };
  return (plan) => mapFetches(plan, (node) => [change(node)]);
};

const inTermsOf = (own: GraphQLSchema, document: DocumentNode, schema: GraphQLSchema, root: string): DocumentNode => {
  const info = new TypeInfo(own);
  const isOnRoot = (each: SelectionNode) =>
    each.kind === Kind.INLINE_FRAGMENT && each.typeCondition?.name.value === root && !each.directives?.length;
  return visit(
    document,
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
