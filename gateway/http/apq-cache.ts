import type { PersistedQueries } from '../protection/persisted-queries.ts';

const PREFIX = 'apq:';

/** The persisted queries as Apollo Server's cache for them; trusted documents are in it from the start. */
export const apqCache = (persisted: PersistedQueries) => ({
  get: async (key: string): Promise<string | undefined> => persisted.get(withoutPrefix(key)),
  set: async (key: string, text: string): Promise<void> => persisted.set(withoutPrefix(key), text),
  delete: async (): Promise<boolean> => false,
});

const withoutPrefix = (key: string): string => (key.startsWith(PREFIX) ? key.slice(PREFIX.length) : key);

/** A request body that names its document by `documentId`, as one that names it by a persisted query's hash; others as they are. */
export const withPersistedId = (body: unknown): unknown => {
  if (typeof body !== 'object' || body === null || !('documentId' in body) || 'query' in body || typeof body.documentId !== 'string')
    return body;
  const { documentId, ...rest } = body;
  const { extensions } = rest as { extensions?: object };
  return { ...rest, extensions: { ...extensions, persistedQuery: { version: 1, sha256Hash: documentId.replace(/^sha256:/, '') } } };
};
