import { readFile } from 'node:fs/promises';
import { codegen } from '@graphql-codegen/core';
import * as typescript from '@graphql-codegen/typescript';
import * as typescriptResolvers from '@graphql-codegen/typescript-resolvers';
import { parse } from 'graphql';
import type { SubgraphName } from '#schema/services.ts';
import { root } from './compose-supergraph.ts';

const header = '// Made by `npm run codegen` from schema.graphql and the types that parents.ts exports. Do not edit.\n';

const scalars = { ID: 'string', DateTime: { input: 'Date', output: 'Date | string' }, Decimal: 'string', URL: 'string' };

const readOptional = (path: string): Promise<string> =>
  readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '';
    throw error;
  });

const exportedTypes = (source: string): string[] =>
  [...source.matchAll(/^export (?:type|interface|class) (\w+)/gm)].map((match) => match[1]!);

/** codegen lets any parent be a bare reference; where parents.ts says what a parent is, the reference resolver has made it one. */
const trustParents = (types: string, parents: readonly string[]): string =>
  parents.reduce(
    (text, name) => text.replace(new RegExp(`(\\n {2}${name}: [^\\n|]+) \\| FederationReferenceTypes\\['${name}'\\];`), '$1;'),
    types,
  );

/** What a parent does not have needs a resolver: makes such fields of `Resolvers` required, so that tsc names the one that is missing. */
const requireResolvers = (types: string): string =>
  types.replace(
    /(\nexport type Resolvers<[^{]*\{\n)([\s\S]*?)(\n\};)/,
    (_, head: string, body: string, tail: string) =>
      `${COMPLETE}${head}${body.replace(/ (\w+)\?: (\w+Resolvers<ContextType>);/g, " $1?: Complete<$2, ResolversParentTypes['$1']>;")}${tail}`,
  );

const COMPLETE = `
type FieldOf<Parent> = Parent extends unknown ? keyof Parent : never;
type Complete<Fields, Parent> = Fields & Required<Pick<Fields, Exclude<keyof Fields, FieldOf<Parent> | \`__\${string}\`>>>;
`;

/**
 * The resolver types of one subgraph, as TypeScript that Node can erase. A type that `parents.ts` exports under its GraphQL name
 * is what that type's resolvers get as their parent, and what others return for it; any other type has the shape of the schema.
 * The context is `RequestContext` of `context.ts`.
 */
export const resolverTypes = async (name: SubgraphName, schema: string): Promise<string> => {
  const folder = `${root}subgraphs/${name}`;
  const parents = exportedTypes(await readOptional(`${folder}/parents.ts`));
  const types = await codegen({
    filename: `${folder}/schema.generated.ts`,
    schema: parse(schema),
    documents: [],
    config: {
      federation: true,
      contextType: './context.ts#RequestContext',
      mappers: Object.fromEntries(parents.map((type) => [type, `./parents.ts#${type} as ${type}Parent`])),
      scalars,
      enumsAsTypes: true,
      useTypeImports: true,
    },
    plugins: [{ typescript: {} }, { 'typescript-resolvers': {} }],
    pluginMap: { typescript, 'typescript-resolvers': typescriptResolvers },
  });
  return `${header}${requireResolvers(trustParents(types, parents))}`;
};
