import {
  type ArgumentNode,
  type DocumentNode,
  type GraphQLArgument,
  GraphQLError,
  GraphQLInt,
  type GraphQLSchema,
  getNamedType,
  Kind,
  type OperationDefinitionNode,
  TypeInfo,
  type ValidationRule,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import { limitError } from '../limits.ts';

/** The most items of a page: `first` of any field (reliability: requests). */
const PAGE_ITEMS = 100;

const MESSAGE = `The operation exceeds the limit "first" of ${PAGE_ITEMS}. Ask for the next page after the last cursor.`;

const isPageSize = (argument: GraphQLArgument | null | undefined): boolean =>
  argument?.name === 'first' && getNamedType(argument.type) === GraphQLInt;

/** Refuses a page that a document itself asks too long. */
export const pageSizeRule: ValidationRule = (context) => ({
  Argument: (node) => {
    if (node.value.kind === Kind.INT && Number(node.value.value) > PAGE_ITEMS && isPageSize(context.getArgument()))
      context.reportError(limitError(MESSAGE, 'first', PAGE_ITEMS, node));
  },
});

/** The variables of an operation that say how long a page is, with their defaults. */
export type PageVariables = readonly { name: string; standard: number | undefined }[];

/** Finds the variables that stand as `first` anywhere in a document. */
export const pageVariables = (
  schema: GraphQLSchema,
  document: DocumentNode,
  { variableDefinitions = [] }: OperationDefinitionNode,
): PageVariables => {
  if (variableDefinitions.length === 0) return [];
  const names = new Set<string>();
  const typeInfo = new TypeInfo(schema);
  const Argument = ({ value }: ArgumentNode): void => {
    if (value.kind === Kind.VARIABLE && isPageSize(typeInfo.getArgument())) names.add(value.name.value);
  };
  visit(document, visitWithTypeInfo(typeInfo, { Argument }));
  return variableDefinitions
    .filter(({ variable }) => names.has(variable.name.value))
    .map(({ variable, defaultValue }) => ({
      name: variable.name.value,
      standard: defaultValue?.kind === Kind.INT ? Number(defaultValue.value) : undefined,
    }));
};

/** Throws a GraphQLError that names the limit and the variable when a page is asked too long. */
export const checkPages = (pages: PageVariables, variables: Readonly<Record<string, unknown>>): void => {
  for (const { name, standard } of pages) {
    const size = variables[name] === undefined ? standard : variables[name];
    if (typeof size === 'number' && size > PAGE_ITEMS)
      throw new GraphQLError(MESSAGE, { extensions: { code: 'BAD_USER_INPUT', field: name, limit: 'first', max: PAGE_ITEMS } });
  }
};
