import type { SubgraphHeaders } from '#kit/subgraph.ts';
import type { SentHeaders } from './data-source.ts';
import { type Link, type LinkOptions, reasonToEnd } from './link.ts';
import { SocketPool } from './socket-pool.ts';

/**
 * HTTP/1.1 on bare sockets, which costs half of what a general client does: one write a question, the read buffer parsed in place, no
 * pipelining. Strict: an answer that is not framed by Content-Length or chunks ends its connection (RFC 9112 §6). For `http:` only.
 */
export const createSocketLink = (options: LinkOptions): Link => {
  const { host, pathname, search } = new URL(options.url);
  const head = `POST ${pathname}${search} HTTP/1.1\r\nhost: ${host}\r\ncontent-type: application/json\r\naccept: application/graphql-response+json, application/json\r\naccept-encoding: identity\r\nx-gateway-secret: ${headerValue(options.gatewaySecret)}\r\n`;
  const pool = new SocketPool(options);
  return {
    post: (question) =>
      new Promise((resolve, reject) => {
        const now = performance.now();
        const reason = reasonToEnd(question, now, options.timeoutMs);
        if (reason) return reject(reason);
        const { openBody, headers, signal, deadline, isRepeatable, asByteText } = question;
        const bytes = `${head}${headersText(headers)}content-length: ${openBody.length + 1}\r\n\r\n${openBody}}`;
        pool.ask({ bytes, asByteText, resolve, reject, signal, deadline, isRepeatable }, now);
      }),
    close: () => pool.close(),
  };
};

/** The headers of one client's request as lines, written once for all its fetches. */
const headersText = (headers: SentHeaders): string => {
  headers.text ??= writeHeaders(headers.values);
  return headers.text;
};

const writeHeaders = (headers: SubgraphHeaders): string => {
  let text = '';
  for (const [name, value] of Object.entries(headers)) if (value !== undefined) text += `${name}: ${headerValue(value)}\r\n`;
  return text;
};

/** What may not stand in a field value (RFC 9110 §5.5); what clients send beyond ASCII, one character a byte, may. */
const FORBIDDEN = /[^\t\x20-\x7e\x80-\xff]/;

/** A header's value as it may be sent; a line's end in it would begin another header. */
const headerValue = (value: string): string => {
  if (FORBIDDEN.test(value)) throw new TypeError('A header to a subgraph has a character that no header may have.');
  return value;
};
