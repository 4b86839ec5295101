import { createHash } from 'node:crypto';
import { type DocumentNode, GraphQLError, type GraphQLSchema, parse, specifiedRules, type ValidationRule, validate } from 'graphql';
import { limitError, tooManyLines } from '../limits.ts';
import { untrustedFirst } from '../protection/trusted-documents.ts';
import { validationMessage, withoutSuggestion } from '../public-errors.ts';
import { createTextLru } from './text-lru.ts';

/** A document that was read: valid, with the hash of its text, or the errors that say why not. */
export type ReadDocument =
  | { document: DocumentNode; hash: string; errors?: undefined }
  | { document?: undefined; hash?: undefined; errors: readonly GraphQLError[] };

export type ReaderOptions = { /** Whether errors suggest no names of the schema. */ hideSchema?: boolean };

export type DocumentReader = (query: string) => ReadDocument;

const SHORT_TEXT = 8_192;

/** Bounds of all documents that are remembered: each keeps its text, and a tree much larger. */
const REMEMBERED = { characters: 1_000_000, entries: 1_000 };

/** Parses and validates, remembering the most recent documents. Errors have `GRAPHQL_PARSE_FAILED` or `GRAPHQL_VALIDATION_FAILED`; of too many lines `BAD_REQUEST`. */
export const createDocumentReader = (
  schema: GraphQLSchema,
  rules: readonly ValidationRule[],
  maxTokens: number,
  { hideSchema = false }: ReaderOptions = {},
): DocumentReader => {
  const known = createTextLru<ReadDocument>(REMEMBERED);
  /** Hashing costs more than looking a text up, so common texts are known by themselves too. */
  const short = createTextLru<ReadDocument>(REMEMBERED);
  return (query) => {
    const remembered = query.length <= SHORT_TEXT ? short.get(query) : undefined;
    if (remembered) return remembered;
    const hash = createHash('sha256').update(query).digest('hex');
    const read = known.get(hash) ?? readDocument(schema, rules, maxTokens, query, hash, hideSchema);
    known.set(hash, read, query.length);
    if (query.length <= SHORT_TEXT && read.document) short.set(query, read, query.length);
    return read;
  };
};

const readDocument = (
  schema: GraphQLSchema,
  rules: readonly ValidationRule[],
  maxTokens: number,
  query: string,
  hash: string,
  hideSchema: boolean,
): ReadDocument => {
  const tooLong = tooManyLines(query);
  if (tooLong) return { errors: [tooLong] };
  let document: DocumentNode;
  try {
    document = parse(query, { maxTokens });
  } catch (error) {
    return { errors: [parseError(error as GraphQLError, maxTokens)] };
  }
  const errors = faultsOf(schema, document, rules);
  if (errors.length === 0) return { document, hash };
  return { errors: untrustedFirst(errors).map((error) => validationError(error, hideSchema)) };
};

/** Where a variable decides on a subscription's root field (GraphQL §5.2.4.1), graphql-js throws what is wrong. */
const faultsOf = (schema: GraphQLSchema, document: DocumentNode, rules: readonly ValidationRule[]): readonly GraphQLError[] => {
  try {
    return validate(schema, document, [...specifiedRules, ...rules]);
  } catch (error) {
    if (error instanceof GraphQLError) return [error];
    throw error;
  }
};

/** graphql-js says "contains more than N tokens" by message only. */
export const parseError = (error: GraphQLError, maxTokens: number): GraphQLError =>
  /more tha[nt] \d+ tokens/.test(error.message)
    ? limitError(`The operation exceeds the limit "tokens" of ${maxTokens}. Ask for less at once.`, 'tokens', maxTokens)
    : new GraphQLError(error.message, { source: error.source, positions: error.positions, extensions: { code: 'GRAPHQL_PARSE_FAILED' } });

const validationError = (error: GraphQLError, hideSchema: boolean): GraphQLError =>
  new GraphQLError(validationMessage(hideSchema ? withoutSuggestion(error.message) : error.message), {
    nodes: error.nodes,
    extensions: { code: 'GRAPHQL_VALIDATION_FAILED', ...error.extensions },
  });
