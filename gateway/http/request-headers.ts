import { randomFillSync } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import type { Identity } from '#kit/identity.ts';
import { LANGUAGE_CHARACTERS } from '#kit/language.ts';
import type { SubgraphHeaders } from '#kit/subgraph.ts';
import type { Caller } from '../identity.ts';
import { asksForCost } from '../protection/show-cost.ts';

/** What goes along with every operation of one request: its trace, what subgraphs hear of it, and the session it belongs to. */
export type RequestScope = {
  traceId: string;
  headers: SubgraphHeaders;
  sessionId: string | null;
  identity: Identity | null;
  /** Whether the client asks for its operation's cost. */
  showCost: boolean;
};

const TRACEPARENT = /^00-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}$/;

/** Random bytes are drawn many at a time: each draw costs more than a whole request's parsing. */
const pool = Buffer.alloc(8_192);
let drawn = pool.length;

const randomHex = (bytes: number): string => {
  if (drawn + bytes > pool.length) {
    randomFillSync(pool);
    drawn = 0;
  }
  drawn += bytes;
  return pool.toString('hex', drawn - bytes, drawn);
};

/**
 * Takes up the client's W3C trace context, or begins one, of which the parent id is the first half of the trace id: no span is above it
 * (kit/telemetry/open-telemetry.ts). The trace id is the `x-request-id` everywhere.
 */
export const requestScope = (headers: IncomingHttpHeaders, address: string, caller: Caller): RequestScope => {
  const given = headers.traceparent === undefined ? null : TRACEPARENT.exec(String(headers.traceparent));
  const traceId = given?.[1] ?? randomHex(16);
  const language = leading(headers['accept-language']);
  return {
    traceId,
    sessionId: caller.identity?.sessionId ?? null,
    identity: caller.identity,
    showCost: asksForCost(headers),
    headers: {
      ...caller.headers,
      'x-client-address': address,
      'x-request-id': traceId,
      traceparent: given?.[0] ?? `00-${traceId}-${traceId.slice(0, 16)}-01`,
      ...(language ? { 'accept-language': language } : {}),
    },
  };
};

/** Of a long `Accept-Language` the whole entries that are read at all: a subgraph refuses a request whose headers are too long. */
const leading = (languages = ''): string => {
  if (languages.length <= LANGUAGE_CHARACTERS) return languages;
  return languages.slice(0, Math.max(0, languages.lastIndexOf(',', LANGUAGE_CHARACTERS)));
};
