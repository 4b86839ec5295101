import type { FastifyRequest } from 'fastify';
import { type PersistedQueries, withoutAlgorithm } from '../protection/persisted-queries.ts';

const PREFIX = 'apq:';

/** The persisted queries as Apollo Server's cache for them; trusted documents are in it from the start. */
export const apqCache = (persisted: PersistedQueries) => ({
  get: async (key: string): Promise<string | undefined> => persisted.get(withoutPrefix(key)),
  set: async (key: string, text: string): Promise<void> => persisted.set(withoutPrefix(key), text),
  delete: async (): Promise<boolean> => false,
});

const withoutPrefix = (key: string): string => (key.startsWith(PREFIX) ? key.slice(PREFIX.length) : key);

/**
 * A request that names its document by `documentId`, in its body or its URL, comes to name it by a persisted query's hash, which Apollo Server knows.
 * An empty `query` in its body is none.
 */
export const namePersistedId = (request: FastifyRequest): void => {
  if (request.method === 'POST') {
    request.body = withPersistedId(request.body);
    return;
  }
  const { query, documentId, ...rest } = request.query as Record<string, unknown>;
  if (query !== undefined || typeof documentId !== 'string') return;
  const given = Object.entries(rest).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string' && entry[0] !== 'extensions',
  );
  request.raw.url = `/graphql?${new URLSearchParams([...given, ['extensions', JSON.stringify({ persistedQuery: persisted(documentId) })]])}`;
};

const withPersistedId = (body: unknown): unknown => {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return body;
  const { query, ...named } = body as { query?: unknown; documentId?: unknown };
  if (query !== undefined && query !== '') return body;
  if (typeof named.documentId !== 'string') return named;
  const { documentId, ...rest } = named as { documentId: string };
  const { extensions } = rest as { extensions?: object };
  return { ...rest, extensions: { ...extensions, persistedQuery: persisted(documentId) } };
};

const persisted = (documentId: string) => ({ version: 1, sha256Hash: withoutAlgorithm(documentId) });
