import { composeServices } from '@apollo/composition';
import { GraphQLError, parse } from 'graphql';
import { createSubgraph, type Subgraph } from '#kit/subgraph.ts';
import type { SmallSubgraph } from './case.ts';

const FEDERATION = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: [
  "@key", "@requires", "@provides", "@external", "@shareable", "@override", "@inaccessible", "@tag", "@interfaceObject", "@composeDirective",
  "@extends", "@authenticated", "@requiresScopes", "@policy", "@cost", "@listSize",
  "@context", "@fromContext"
])
`;

/** The directives that say what a subscription is, as the gateway's subgraphs declare them. */
export const LIVE = `
  extend schema @link(url: "https://madang.dev/live/v0.1", import: ["@live", "@feed"]) @composeDirective(name: "@live") @composeDirective(name: "@feed")
  directive @live(version: String! = "version") on FIELD_DEFINITION
  directive @feed(cursor: String! = "cursor", after: String! = "after") on FIELD_DEFINITION
  extend schema @link(url: "https://madang.dev/cacheControl/v0.1", import: ["@cacheControl"]) @composeDirective(name: "@cacheControl")
  directive @cacheControl(maxAge: Int, scope: CacheControlScope, inheritMaxAge: Boolean) on FIELD_DEFINITION | OBJECT | INTERFACE | UNION
  enum CacheControlScope { PUBLIC PRIVATE }
`;

/** A subgraph's whole SDL. */
export const typeDefsOf = ({ sdl, isFederationOne }: SmallSubgraph): string => (isFederationOne ? sdl : FEDERATION + sdl);

/** Composes small subgraphs; throws what composition says when they do not fit. */
export const composeSmall = (subgraphs: Record<string, SmallSubgraph>): string => {
  const services = Object.entries(subgraphs).map(([name, subgraph]) => ({
    name,
    url: `http://${name}.test`,
    typeDefs: parse(typeDefsOf(subgraph)),
  }));
  const { supergraphSdl, errors } = composeServices(services);
  if (!supergraphSdl) throw new Error(errors?.map(({ message }) => message).join('\n'));
  return supergraphSdl;
};

/** The subgraphs in this process. Resolvers get `{ headers }` as their context; their errors come out with code and message. */
export const runSmall = (subgraphs: Record<string, SmallSubgraph>) =>
  Object.fromEntries(
    Object.entries(subgraphs).map(([name, subgraph]) => [
      name,
      createSubgraph({
        name,
        typeDefs: typeDefsOf(subgraph),
        resolvers: subgraph.resolvers ?? {},
        contextFor: async (headers) => () => ({ headers }),
        formatError: ({ message, path, extensions }) => ({ message, path, extensions }),
      }),
    ]),
  );

/** A subgraph that does not answer. */
export const silent = (name: string): Subgraph => {
  const refuse = async (): Promise<never> => {
    throw new Error(`connect ECONNREFUSED (${name})`);
  };
  return { name, execute: refuse, subscribe: refuse, close: async () => {} };
};

/** A resolver's error with a code of the catalogue. */
export const coded = (code: string, message = code): GraphQLError => new GraphQLError(message, { extensions: { code } });
