import type { FastifyRequest } from 'fastify';
import { GraphQLError } from 'graphql';
import { languageOf } from '#kit/language.ts';
import type { Operation, Operations } from '../operations.ts';
import { operationTypeOf } from '../plan/operation-of.ts';
import { protocolErrorIn } from '../public-errors.ts';

/** An operation as GraphQL over HTTP carries it. */
export type StreamParameters = {
  query: string | undefined;
  documentId: unknown;
  operationName?: string | null;
  variables: Record<string, unknown>;
  extensions: Record<string, unknown>;
};

/** Reads the parameters of a GET or POST; null when no document is named, or something is of another type than it should be. */
export const readParameters = ({ method, query, body }: FastifyRequest): StreamParameters | null => {
  const given = method === 'GET' ? fromUrl(query as Record<string, unknown>) : body;
  if (!isObject(given)) return null;
  const { query: text, documentId, operationName, variables, extensions } = given;
  if (typeof text !== 'string' && (text || (documentId === undefined && !isObject(extensions)))) return null;
  if (operationName !== undefined && operationName !== null && typeof operationName !== 'string') return null;
  if (![variables, extensions].every((value) => value === undefined || value === null || isObject(value))) return null;
  return {
    query: typeof text === 'string' ? text : undefined,
    documentId,
    operationName,
    variables: (variables ?? {}) as Record<string, unknown>,
    extensions: (extensions ?? {}) as Record<string, unknown>,
  };
};

const fromUrl = (query: Record<string, unknown>): Record<string, unknown> | null => {
  try {
    const parse = (text: unknown): unknown => (typeof text === 'string' ? JSON.parse(text) : undefined);
    return { ...query, variables: parse(query.variables), extensions: parse(query.extensions) };
  } catch {
    return null;
  }
};

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

type Read =
  | { asked: Pick<Operation, 'document' | 'hash' | 'operationName' | 'variables'>; kind: string | undefined }
  | { errors: readonly GraphQLError[] };

/** Validates what is asked. Mutations need POST. Errors speak the request's language. */
export const readOperation = (
  operations: Operations,
  { method, headers }: Pick<FastifyRequest, 'method' | 'headers'>,
  { operationName, variables, ...named }: StreamParameters,
): Read => {
  const refused = (errors: readonly GraphQLError[]): Read => ({
    errors: errors.map(protocolErrorIn(languageOf(headers['accept-language']))),
  });
  const text = operations.persisted.resolve(named);
  if (typeof text !== 'string') return refused([text ?? noDocument()]);
  const { document, hash, errors } = operations.read(text);
  if (!document) return refused(errors);
  const kind = operationTypeOf({ document, operationName });
  if (method === 'GET' && kind === 'mutation') return refused([mutationOverGet()]);
  return { asked: { document, hash, operationName, variables }, kind };
};

/** What is said of a request that names no document. */
export const NO_DOCUMENT = 'The request must have a `query`.';

const noDocument = (): GraphQLError => new GraphQLError(NO_DOCUMENT, { extensions: { code: 'BAD_REQUEST' } });

const mutationOverGet = (): GraphQLError => new GraphQLError('Mutations need POST.', { extensions: { code: 'BAD_REQUEST' } });
