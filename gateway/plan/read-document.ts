import { createHash } from 'node:crypto';
import { type DocumentNode, GraphQLError, type GraphQLSchema, parse, specifiedRules, type ValidationRule, validate } from 'graphql';
import { limitError } from '../limits.ts';
import { clipped } from '../public-errors.ts';
import { createLru } from './lru.ts';

/** A document that was read: valid, with the hash of its text, or the errors that say why not. */
export type ReadDocument =
  | { document: DocumentNode; hash: string; errors?: undefined }
  | { document?: undefined; hash?: undefined; errors: readonly GraphQLError[] };

export type DocumentReader = (query: string) => ReadDocument;

/** Parses and validates, remembering the most recent documents. Errors have `GRAPHQL_PARSE_FAILED` or `GRAPHQL_VALIDATION_FAILED`. */
export const createDocumentReader = (
  schema: GraphQLSchema,
  rules: readonly ValidationRule[],
  maxTokens: number,
  capacity = 1_000,
): DocumentReader => {
  const known = createLru<ReadDocument>(capacity);
  return (query) => {
    const hash = createHash('sha256').update(query).digest('hex');
    const read = known.get(hash) ?? readDocument(schema, rules, maxTokens, query, hash);
    known.set(hash, read);
    return read;
  };
};

const readDocument = (
  schema: GraphQLSchema,
  rules: readonly ValidationRule[],
  maxTokens: number,
  query: string,
  hash: string,
): ReadDocument => {
  try {
    const document = parse(query, { maxTokens });
    const errors = validate(schema, document, [...specifiedRules, ...rules]);
    return errors.length === 0 ? { document, hash } : { errors: errors.map(validationError) };
  } catch (error) {
    return { errors: [parseError(error as GraphQLError, maxTokens)] };
  }
};

/** graphql-js says "contains more than N tokens" by message only. */
export const parseError = (error: GraphQLError, maxTokens: number): GraphQLError =>
  /more tha[nt] \d+ tokens/.test(error.message)
    ? limitError(`The operation exceeds the limit "tokens" of ${maxTokens}. Ask for less at once.`, 'tokens', maxTokens)
    : new GraphQLError(error.message, { source: error.source, positions: error.positions, extensions: { code: 'GRAPHQL_PARSE_FAILED' } });

const validationError = (error: GraphQLError): GraphQLError =>
  new GraphQLError(clipped(error.message), { nodes: error.nodes, extensions: { code: 'GRAPHQL_VALIDATION_FAILED', ...error.extensions } });
