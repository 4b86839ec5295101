import { type ASTNode, BREAK, type DocumentNode, type GraphQLError, Kind, visit } from 'graphql';

const VARIABLE = /^Variable "\$(\w+)"(?: got invalid value [\s\S]*? at "\1((?:\.\w+|\[\d+\])+)"; )?/;
const ARGUMENT = /^Argument "(\w+)" of (?:non-null|required) type /;
const MISSING = /; Field "(\w+)" of required type "[^"]*" was not provided\.$/;

/**
 * The input field (spec §6, `extensions.field`) that an error of coercing variables or arguments (GraphQL §6.1.2, §6.4.1) is about, as the
 * client named it: `input.styles.0`. graphql-js says it in the message only. Null for any other error.
 */
export const fieldOfVariable = ({ message }: GraphQLError): string | null => {
  const [found, variable, below = ''] = VARIABLE.exec(message) ?? [];
  if (found === undefined) return ARGUMENT.exec(message)?.[1] ?? null;
  const missing = MISSING.exec(message)?.[1];
  return `${variable}${below.replace(/\[(\d+)\]/g, '.$1')}${missing === undefined ? '' : `.${missing}`}`;
};

/** The argument, or what is below it, that an error about a value in the document is about: `edit.targetRoi`. Null for any other error. */
export const fieldOfLiteral = (document: DocumentNode, { nodes }: GraphQLError): string | null => {
  const value = nodes?.[0];
  let field: string | null = null;
  const names: string[] = [];
  const enter = (node: ASTNode): typeof BREAK | undefined => {
    if (isNamed(node)) names.push(node.name.value);
    if (node !== value) return undefined;
    field = names.join('.') || null;
    return BREAK;
  };
  const leave = (node: ASTNode): undefined => {
    if (isNamed(node)) names.pop();
  };
  if (value) visit(document, { enter, leave });
  return field;
};

const isNamed = (node: ASTNode) => node.kind === Kind.ARGUMENT || node.kind === Kind.OBJECT_FIELD;
