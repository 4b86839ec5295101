import { type DocumentNode, Kind, type NameNode, type VariableNode, visit } from 'graphql';

/** Names of variables that the planner gives its fetches (`representations`, `contextualArgument_1_0`), and of those renamed for it. */
const TAKEN = /^(?:representations|contextualArgument|client_)/;
const PREFIX = 'client_';

/** An operation in which no variable of the client is called like one of the plan's own. */
export const withOwnVariables = (document: DocumentNode): DocumentNode =>
  visit(document, {
    Variable: (node): VariableNode | undefined => (TAKEN.test(node.name.value) ? { ...node, name: renamed(node.name) } : undefined),
  });

const renamed = ({ value }: NameNode): NameNode => ({ kind: Kind.NAME, value: PREFIX + value });

/** What the client calls a variable of such an operation. */
export const clientVariable = (name: string): string => (name.startsWith(PREFIX) ? name.slice(PREFIX.length) : name);
