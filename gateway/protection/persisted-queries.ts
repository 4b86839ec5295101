import { createHash } from 'node:crypto';
import { GraphQLError } from 'graphql';
import type { DocumentReader } from '../plan/read-document.ts';
import { createTextLru } from '../plan/text-lru.ts';
import type { TrustedDocuments } from './trusted-documents.ts';

/** The ways a request names its document: by text, by `documentId`, or as an automatic persisted query. */
export type DocumentParameters = {
  query?: unknown;
  /** `sha256:…`, or an id of the operator's file. */
  documentId?: unknown;
  extensions?: unknown;
};

export type PersistedQueries = {
  /** The text of a request's document, or why there is none; undefined when the request names no document at all. */
  resolve: (parameters: DocumentParameters) => string | GraphQLError | undefined;
  get: (id: string) => string | undefined;
  /** Keeps the text of a document that is valid under its SHA-256. */
  set: (hash: string, text: string) => void;
};

/** What is said of a query beside the hash of another. */
export const WRONG_HASH = 'The SHA-256 of the query is not the one given with it.';

const REMEMBERED = { characters: 10_000_000, entries: 2_000 };

/**
 * Automatic persisted queries (the newest 2,000) beside the trusted documents, which are always known. What
 * `read` finds invalid is not kept: it would take the place of what clients use.
 */
export const createPersistedQueries = (read: DocumentReader, trusted?: TrustedDocuments): PersistedQueries => {
  const texts = createTextLru<string>(REMEMBERED);
  const get = (id: string): string | undefined => trusted?.textOf(id) ?? texts.get(id);
  const set = (hash: string, text: string): void => texts.set(hash, text, text.length);
  return {
    get,
    set,
    resolve: ({ query, documentId, extensions }) => {
      const hash = persistedHash(extensions);
      if (typeof query === 'string' && query !== '') {
        if (hash === undefined) return query;
        if (sha256(query) !== hash) return requestError(WRONG_HASH, 'BAD_REQUEST');
        if (get(hash) === undefined && read(query).document) set(hash, query);
        return query;
      }
      const id = typeof documentId === 'string' ? withoutAlgorithm(documentId) : hash;
      if (id === undefined) return undefined;
      return get(id) ?? requestError('PersistedQueryNotFound', 'PERSISTED_QUERY_NOT_FOUND');
    },
  };
};

/** The id of a document as it is kept: `sha256:…` without the algorithm, others as they are. */
export const withoutAlgorithm = (documentId: string): string => documentId.replace(/^sha256:/, '');

const persistedHash = (extensions: unknown): string | undefined => {
  const persisted = (extensions as { persistedQuery?: { version?: unknown; sha256Hash?: unknown } } | null | undefined)?.persistedQuery;
  return persisted?.version === 1 && typeof persisted.sha256Hash === 'string' ? persisted.sha256Hash : undefined;
};

const requestError = (message: string, code: string): GraphQLError => new GraphQLError(message, { extensions: { code } });

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
