import { type DirectiveNode, type DocumentNode, Kind, type SelectionNode, visit } from 'graphql';

/** Whether a selection is asked for, after `@skip` and `@include`. */
type Selected = (selection: SelectionNode) => boolean;

/** The Boolean variables on which the document's `@skip` and `@include` depend. */
export const conditionVariables = (document: DocumentNode): string[] => {
  const names = new Set<string>();
  visit(document, {
    Directive: (directive) => {
      const condition = isCondition(directive) ? argument(directive) : undefined;
      if (condition?.kind === Kind.VARIABLE) names.add(condition.name.value);
    },
  });
  return [...names];
};

/** Decides by the values of variables; one that is not true is false. Other directives decide nothing. */
export const selectedWith =
  (variables: Readonly<Record<string, unknown>>): Selected =>
  ({ directives }) =>
    (directives ?? []).every((directive) => {
      if (!isCondition(directive)) return true;
      const condition = argument(directive);
      const value =
        condition?.kind === Kind.VARIABLE ? variables[condition.name.value] === true : condition?.kind === Kind.BOOLEAN && condition.value;
      return directive.name.value === 'skip' ? !value : value;
    });

/** Whether a directive is `@skip` or `@include`. */
export const isCondition = ({ name }: DirectiveNode): boolean => name.value === 'skip' || name.value === 'include';

const argument = (directive: DirectiveNode) => directive.arguments?.find(({ name }) => name.value === 'if')?.value;
