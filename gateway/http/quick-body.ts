import type { IncomingMessage } from 'node:http';
import { BODY_BYTES } from '../limits.ts';

const PARAMETERS = new Set(['query', 'documentId', 'operationName', 'variables', 'extensions']);

/**
 * Gives a request's whole body. Nothing comes of one that its client breaks off; of one without a length no
 * more is read than it may have, and a little.
 */
export const readBody = (request: IncomingMessage, done: (bytes: Buffer) => void): void => {
  const chunks: Buffer[] = [];
  let length = 0;
  const end = (): void => done(chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks));
  const take = (chunk: Buffer): void => {
    chunks.push(chunk);
    length += chunk.length;
    if (length <= BODY_BYTES) return;
    request.off('data', take).off('end', end).pause();
    end();
  };
  request.on('data', take).on('end', end);
};

/** What a quick request asks for, by text or by id. */
export type QuickParameters = ({ query: string; documentId?: undefined } | { query?: undefined; documentId: string }) & {
  operationName?: string | null;
  variables?: Record<string, unknown> | null;
};

/** The parameters in a body; null for one that is no JSON, or has anything that the quick way does not read. */
export const quickParameters = (text: string, parse: (text: string) => unknown): QuickParameters | null => {
  let body: unknown;
  try {
    body = parse(text);
  } catch {
    return null;
  }
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return null;
  for (const name in body) if (!PARAMETERS.has(name)) return null;
  const { query, documentId, operationName, variables, extensions } = body as Record<string, unknown>;
  if (query === undefined ? typeof documentId !== 'string' : typeof query !== 'string' || query === '' || documentId !== undefined)
    return null;
  if (operationName !== undefined && operationName !== null && typeof operationName !== 'string') return null;
  if (variables !== undefined && (typeof variables !== 'object' || Array.isArray(variables))) return null;
  if (extensions !== undefined && !saysNothing(extensions)) return null;
  return body as QuickParameters;
};

/**
 * Of a request's `extensions` only a persisted query is read; others are there for the client's own sake
 * (`clientLibrary` of Apollo Client).
 */
const saysNothing = (extensions: unknown): boolean =>
  typeof extensions === 'object' && !Array.isArray(extensions) && (extensions === null || !('persistedQuery' in extensions));
