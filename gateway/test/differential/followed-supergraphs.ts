import { type FieldDefinitionNode, Kind, type ObjectTypeDefinitionNode, type ObjectTypeExtensionNode, parse, print } from 'graphql';
import type { SmallSubgraph } from '../case.ts';
import { composeSmall, typeDefsOf } from '../small-graph.ts';
import { type Tried, triedSuites } from './tried-supergraphs.ts';

/**
 * The supergraphs of all cases, where all that one subgraph alone can be asked for can be subscribed to; not those of which nothing can.
 */
export const followedSupergraphs = (): Tried[] =>
  triedSuites
    .filter((suite) => !Object.values(suite.subgraphs).some(hasContexts))
    .map(({ name, subgraphs }) => ({ name, followed: withSubscriptions(subgraphs) }))
    .filter(({ followed }) => Object.values(followed).some(({ sdl }) => sdl.includes('type Subscription')))
    .map(({ name, followed }) => ({
      name,
      supergraph: composeSmall(followed),
      typeDefs: Object.fromEntries(Object.entries(followed).map(([subgraph, small]) => [subgraph, typeDefsOf(small)])),
    }));

/** A monolith whose events are plain roots gives no arguments from contexts. */
const hasContexts = ({ sdl }: SmallSubgraph): boolean => sdl.includes('@fromContext');

/** Each query field that one subgraph has, as a subscription, too: federation lets none be shared. */
const withSubscriptions = (subgraphs: Record<string, SmallSubgraph>): Record<string, SmallSubgraph> => {
  const fieldsOf = (small: SmallSubgraph) => queryTypes(typeDefsOf(small)).flatMap((type) => type.fields ?? []);
  const names = Object.values(subgraphs).flatMap((small) => fieldsOf(small).map(({ name }) => name.value));
  return Object.fromEntries(
    Object.entries(subgraphs).map(([name, small]) => {
      const own = fieldsOf(small).filter((field) => names.filter((each) => each === field.name.value).length === 1);
      const type = `type Subscription { ${own.map(subscriptionField).join('\n')} }`;
      return [name, own.length === 0 ? small : { ...small, sdl: `${small.sdl}\n${type}` }];
    }),
  );
};

const queryTypes = (sdl: string): (ObjectTypeDefinitionNode | ObjectTypeExtensionNode)[] =>
  parse(sdl).definitions.filter(
    (node): node is ObjectTypeDefinitionNode | ObjectTypeExtensionNode =>
      (node.kind === Kind.OBJECT_TYPE_DEFINITION || node.kind === Kind.OBJECT_TYPE_EXTENSION) && node.name.value === 'Query',
  );

const subscriptionField = (field: FieldDefinitionNode): string =>
  print({ ...field, directives: field.directives?.filter(({ name }) => name.value === 'provides') });
