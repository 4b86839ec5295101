import {
  type ASTNode,
  type ASTVisitor,
  type DocumentNode,
  type FieldNode,
  GraphQLError,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
  type ValidationContext,
  type ValidationRule,
} from 'graphql';
import { type Fragments, fragmentsOf } from './plan/ast-nodes.ts';

/** What one operation may ask for (gateway: protection). */
export type Limits = {
  depth: number;
  aliases: number;
  rootFields: number;
  /** Of the whole operation, each spread's fields counted anew: what is planned is no larger. */
  fields: number;
  directives: number;
  tokens: number;
};

export const standardLimits: Limits = { depth: 12, aliases: 15, rootFields: 20, fields: 2_000, directives: 8, tokens: 1_000 };

/** Lines of a document: each error says in which it stands, and graphql-js counts from the first for each. */
const LINES = 2_000;

/** The error of a document of more lines than that; it has `BAD_REQUEST`, as has that of a body that is too large. */
export const tooManyLines = (text: string): GraphQLError | null => {
  const ends = /\r\n|\n|\r/g;
  for (let lines = 1; lines <= LINES; lines++) if (!ends.test(text)) return null;
  return new GraphQLError(`The operation exceeds the limit "lines" of ${LINES}. Leave out empty lines and comments.`, {
    extensions: { code: 'BAD_REQUEST', limit: 'lines', max: LINES },
  });
};

/** The largest request body in bytes. */
export const BODY_BYTES = 1024 * 1024;

/** Mutations of Madang's own that are tried once a request, so that an alias multiplies neither guesses nor entries. */
export const ONCE: ReadonlySet<string> = new Set(['logIn', 'signUp', 'participate', 'refreshSession', 'changePassword']);

/** Fragments that spread each other may multiply a small document into a huge one; counting stops here. */
const COUNT_CAP = 1_000_000;

/** Validation rules for the limits. Each error has `GRAPHQL_VALIDATION_FAILED` and names its limit in `extensions.limit`. */
export const limitRules = (limits: Limits): ValidationRule[] => [
  (context) => forOperations(context, (operation, fragments) => check(context, limits, operation, measure(operation, fragments))),
];

/** What an operation asks for with its fragments spread out. `once` counts the root fields that may stand only once. */
type Measure = Omit<Limits, 'tokens'> & { once: ReadonlyMap<string, number> };

const forOperations = (
  context: ValidationContext,
  visitOperation: (operation: OperationDefinitionNode, fragments: Fragments) => void,
): ASTVisitor => ({
  OperationDefinition: (operation) => {
    visitOperation(operation, fragmentsOf(context.getDocument()));
    return undefined;
  },
});

const check = (context: ValidationContext, limits: Limits, operation: OperationDefinitionNode, measured: Measure): void => {
  for (const limit of ['depth', 'aliases', 'rootFields', 'fields', 'directives'] as const) {
    if (measured[limit] <= limits[limit]) continue;
    context.reportError(
      limitError(`The operation exceeds the limit "${limit}" of ${limits[limit]}. Ask for less at once.`, limit, limits[limit], operation),
    );
  }
  for (const [name, count] of measured.once) {
    if (count > 1) context.reportError(limitError(`"${name}" may stand only once in a request.`, name, 1, operation));
  }
};

/** What asks for more than a limit allows: `GRAPHQL_VALIDATION_FAILED`, with `extensions.limit` and `extensions.max`. */
export const limitError = (message: string, limit: string, max: number, node?: ASTNode): GraphQLError =>
  new GraphQLError(message, { nodes: node, extensions: { code: 'GRAPHQL_VALIDATION_FAILED', limit, max } });

type Sum = Omit<Measure, 'once'>;

const NOTHING: Sum = { depth: 0, aliases: 0, rootFields: 0, fields: 0, directives: 0 };

const measure = (operation: OperationDefinitionNode, fragments: Fragments): Measure => {
  const whole = createCounter(fragments)(operation.selectionSet);
  const once = new Map<string, number>();
  if (operation.operation === 'mutation')
    for (const { name } of rootFields(operation.selectionSet, fragments))
      if (ONCE.has(name.value)) once.set(name.value, (once.get(name.value) ?? 0) + 1);
  return { ...whole, directives: whole.directives + (operation.directives?.length ?? 0), once };
};

/** What stands at several places, as fragments do, is counted once and its sum used at each, so counting takes no longer than reading. */
const createCounter = (fragments: Fragments, { countsIntrospection = true } = {}) => {
  const known = new Map<SelectionSetNode, Sum>();
  const ofField = (field: FieldNode): Sum => {
    const isCounted = countsIntrospection || !isIntrospection(field);
    const below = field.selectionSet && isCounted ? count(field.selectionSet) : NOTHING;
    const depth = 1 + (isIntrospection(field) ? 0 : below.depth);
    return { ...below, depth, aliases: below.aliases + (field.alias ? 1 : 0), rootFields: 1, fields: below.fields + 1 };
  };
  const ofFragment = (name: string): Sum => {
    const fragment = fragments.get(name);
    return fragment ? count(fragment.selectionSet) : NOTHING;
  };
  const ofSelection = (selection: SelectionNode): Sum => {
    if (selection.kind === Kind.FIELD) return ofField(selection);
    return selection.kind === Kind.FRAGMENT_SPREAD ? ofFragment(selection.name.value) : count(selection.selectionSet);
  };
  const count = (set: SelectionSetNode): Sum => {
    const sum = known.get(set);
    if (sum) return sum;
    known.set(set, NOTHING);
    const counted = set.selections.reduce(
      (total, selection) => added(total, ofSelection(selection), selection.directives?.length ?? 0),
      NOTHING,
    );
    known.set(set, counted);
    return counted;
  };
  return count;
};

/** The most fields that an operation of a document has, each spread's counted anew; what is asked of the schema is left out. */
export const mostFields = (document: DocumentNode): number => {
  const count = createCounter(fragmentsOf(document), { countsIntrospection: false });
  return Math.max(
    0,
    ...document.definitions.map((node) => (node.kind === Kind.OPERATION_DEFINITION ? count(node.selectionSet).fields : 0)),
  );
};

const added = (sum: Sum, more: Sum, directives: number): Sum => ({
  depth: Math.max(sum.depth, more.depth),
  aliases: Math.min(COUNT_CAP, sum.aliases + more.aliases),
  rootFields: Math.min(COUNT_CAP, sum.rootFields + more.rootFields),
  fields: Math.min(COUNT_CAP, sum.fields + more.fields),
  directives: Math.min(COUNT_CAP, sum.directives + more.directives + directives),
});

/** Where introspection is allowed, the standard query may be as deep as it is; all else of it counts, as it multiplies what is answered. */
const isIntrospection = ({ name }: FieldNode): boolean => name.value === '__schema' || name.value === '__type';

/** Each fragment once: spread again, it asks for the same. */
const rootFields = (selectionSet: SelectionSetNode, fragments: Fragments, seen = new Set<string>()): FieldNode[] =>
  selectionSet.selections.flatMap((selection) => {
    if (selection.kind === Kind.FIELD) return [selection];
    if (selection.kind === Kind.INLINE_FRAGMENT) return rootFields(selection.selectionSet, fragments, seen);
    const fragment = fragments.get(selection.name.value);
    if (!fragment || seen.has(selection.name.value)) return [];
    return rootFields(fragment.selectionSet, fragments, seen.add(selection.name.value));
  });
