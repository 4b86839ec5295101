import { Pool } from 'undici';
import type { SubgraphHeaders } from '#kit/subgraph.ts';
import { readBytes } from './byte-text.ts';
import type { SentHeaders } from './data-source.ts';

export type LinkAnswer = { status: number; text: string };

export type LinkQuestion = {
  /** Byte text. */
  body: string;
  headers: SentHeaders;
  signal?: AbortSignal;
  /** What may not be asked twice is sent with more care. */
  isRepeatable: boolean;
  /** Whether the answer's text shall be byte text. */
  asByteText: boolean;
};

/** Carries POSTs to a subgraph. Rejects when no whole answer comes in time, or when the signal aborts. */
export type Link = { post: (question: LinkQuestion) => Promise<LinkAnswer>; close: () => Promise<void> };

export type LinkOptions = { url: string; gatewaySecret: string; timeoutMs: number; connections: number; maxBytes: number };

/** A subgraph that did not answer in time. */
export class SubgraphTimeout extends Error {
  readonly code = 'SUBGRAPH_TIMEOUT';
}

/** HTTP/1.1 by undici's dispatch: keep-alive, no pipelining, one deadline from the question to the last byte. */
export const createHttpLink = ({ url, gatewaySecret, timeoutMs, connections, maxBytes }: LinkOptions): Link => {
  const { origin, pathname, search } = new URL(url);
  const path = `${pathname}${search}`;
  const pool = new Pool(origin, {
    connections,
    pipelining: 1,
    keepAliveTimeout: 4_000,
    headersTimeout: 0,
    bodyTimeout: 0,
    maxResponseSize: maxBytes,
    connect: { timeout: Math.min(2_000, timeoutMs) },
  });
  const constant = [
    'content-type',
    'application/json',
    'accept',
    'application/graphql-response+json, application/json',
    'x-gateway-secret',
    gatewaySecret,
  ];
  return {
    post: (question) =>
      new Promise((resolve, reject) => {
        if (question.signal?.aborted) return reject(question.signal.reason as Error);
        const exchange = new Exchange(resolve, reject, timeoutMs, question);
        const body = Buffer.from(question.body, 'latin1');
        pool.dispatch({ method: 'POST', path, headers: [...headerLines(question.headers), ...constant], body }, exchange);
      }),
    close: async () => void (pool.closed || (await pool.close())),
  };
};

/** The headers of one client's request, written once for all its fetches. */
const headerLines = (headers: SentHeaders): string[] => {
  headers.lines ??= writeLines(headers.values);
  return headers.lines;
};

const writeLines = (headers: SubgraphHeaders): string[] =>
  Object.entries(headers).flatMap(([name, value]) => (value === undefined ? [] : [name, value]));

/** One question and its answer, as undici's dispatch tells of it. */
class Exchange {
  private status = 0;
  private chunks: Buffer[] = [];
  private abort: ((reason?: Error) => void) | null = null;
  /** Why nobody waits for the answer any more. */
  private given: Error | null = null;
  private readonly resolve: (answer: LinkAnswer) => void;
  private readonly reject: (error: Error) => void;
  private readonly deadline: NodeJS.Timeout;
  private readonly signal: AbortSignal | undefined;
  private readonly asByteText: boolean;

  constructor(resolve: (answer: LinkAnswer) => void, reject: (error: Error) => void, timeoutMs: number, question: LinkQuestion) {
    this.resolve = resolve;
    this.reject = reject;
    this.signal = question.signal;
    this.asByteText = question.asByteText;
    this.deadline = setTimeout(() => this.give(new SubgraphTimeout(`No answer within ${timeoutMs} ms.`)), timeoutMs);
    this.signal?.addEventListener('abort', this.left);
  }

  private readonly left = (): void => this.give(this.signal?.reason as Error);

  private give(error: Error): void {
    this.finish();
    this.given = error;
    this.reject(error);
    this.abort?.(error);
  }

  private finish(): void {
    clearTimeout(this.deadline);
    this.signal?.removeEventListener('abort', this.left);
  }

  onConnect(abort: (reason?: Error) => void): void {
    this.abort = abort;
    if (this.given) abort(this.given);
  }

  onHeaders(status: number): boolean {
    this.status = status;
    return true;
  }

  onData(chunk: Buffer): boolean {
    this.chunks.push(chunk);
    return true;
  }

  onComplete(): void {
    this.finish();
    const bytes = this.chunks.length === 1 ? this.chunks[0]! : Buffer.concat(this.chunks);
    this.resolve({ status: this.status, text: readBytes(bytes, this.asByteText) });
  }

  onError(error: Error): void {
    this.finish();
    this.reject(error);
  }
}
