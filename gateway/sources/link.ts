import { Pool } from 'undici';
import type { SubgraphHeaders } from '#kit/subgraph.ts';
import { wholeRound } from '#kit/whole-round.ts';
import { readBytes } from './byte-text.ts';
import type { SentHeaders } from './data-source.ts';
import { answerTooLong, RequestFault } from './fault.ts';

export type LinkAnswer = {
  status: number;
  text: string;
  /** Told of other answers than those of 200. */
  mediaType?: string;
};

export type LinkQuestion = {
  /** The body as byte text, but for its closing brace: a link may have more to say. */
  openBody: string;
  headers: SentHeaders;
  signal?: AbortSignal;
  /** When it counts as failed, on the clock of `performance.now()`: one deadline for all tries. */
  deadline: number;
  /** What may not be asked twice is sent with more care. */
  isRepeatable: boolean;
  /** Whether the answer's text shall be byte text. */
  asByteText: boolean;
};

/** Carries POSTs to a subgraph. Rejects when no whole answer comes in time, or when the signal aborts. */
export type Link = { post: (question: LinkQuestion) => Promise<LinkAnswer>; close: () => Promise<void> };

export type LinkOptions = {
  url: string;
  gatewaySecret: string;
  timeoutMs: number;
  /** So many at most; undici's link has as many again for what may not be asked twice. */
  connections: number;
  maxBytes: number;
  /** So much of questions may wait to be sent; beyond, questions are refused at once. */
  maxWaitingBytes: number;
};

/** An idle connection is not used again after so long: subgraphs keep theirs for 5 s and more. */
export const IDLE_MS = 4_000;
/**
 * What may not be asked twice goes where an answer came no longer ago than this, or over a new connection: a server that stops says so with its
 * answers for twice as long before it closes idle connections (`kit/parting.ts`), and a question that is on its way then would be lost.
 */
export const FRESH_MS = 250;

/** A subgraph that did not answer in time. */
export class SubgraphTimeout extends Error {
  readonly code = 'SUBGRAPH_TIMEOUT';
}

/** A connection that broke before the whole answer was there; `code` is the system's, or undici's for what the system has no name for. */
export class ConnectionLost extends Error {
  readonly code: string;
  constructor(code = 'UND_ERR_SOCKET', options?: ErrorOptions) {
    super(`The connection to the subgraph broke (${code}).`, options);
    this.code = code;
  }
}

/** Why a question need not be answered any more: its client has left, or its time is over. */
export const reasonToEnd = (
  { signal, deadline }: Pick<LinkQuestion, 'signal' | 'deadline'>,
  now: number,
  timeoutMs: number,
): Error | null => {
  if (signal?.aborted) return signal.reason as Error;
  return deadline < now ? new SubgraphTimeout(`No answer within ${timeoutMs} ms.`) : null;
};

/** The failure of a question that had the time left of its whole operation, which says nothing about the subgraph. */
export const ofOperation = (error: unknown): unknown =>
  error instanceof SubgraphTimeout ? new RequestFault('The time of the operation is over.', { cause: error }) : error;

export const tooMuchWaits = (): Error => new RequestFault('Too many questions wait for the subgraph.');

/** HTTP/1.1 by undici's dispatch: keep-alive, no pipelining, one deadline from the question to the last byte. */
export const createHttpLink = ({ url, gatewaySecret, timeoutMs, connections, maxBytes, maxWaitingBytes }: LinkOptions): Link => {
  const { origin, pathname, search } = new URL(url);
  const path = `${pathname}${search}`;
  const createPool = (idleMs: number): Pool =>
    new Pool(origin, {
      connections,
      pipelining: 1,
      keepAliveTimeout: idleMs,
      keepAliveMaxTimeout: idleMs,
      headersTimeout: 0,
      bodyTimeout: 0,
      maxResponseSize: maxBytes,
      connect: { timeout: Math.min(2_000, timeoutMs) },
    });
  const [queries, mutations] = [createPool(IDLE_MS), createPool(FRESH_MS)];
  const constant = [
    'content-type',
    'application/json',
    'accept',
    'application/graphql-response+json, application/json',
    'x-gateway-secret',
    gatewaySecret,
  ];
  let waitingBytes = 0;
  const dispatch = (question: LinkQuestion, exchange: Exchange): void => {
    const body = Buffer.from(`${question.openBody}}`, 'latin1');
    const pool = question.isRepeatable ? queries : mutations;
    pool.dispatch({ method: 'POST', path, headers: [...headerLines(question.headers), ...constant], body }, exchange);
  };
  return {
    post: (question) =>
      new Promise((resolve, reject) => {
        const reason = reasonToEnd(question, performance.now(), timeoutMs);
        if (reason) return reject(reason);
        const { length } = question.openBody;
        if (waitingBytes + length > maxWaitingBytes) return reject(tooMuchWaits());
        waitingBytes += length;
        const onEnd = (): void => {
          waitingBytes -= length;
        };
        const exchange = new Exchange({ resolve, reject, onEnd }, timeoutMs, question);
        if (question.isRepeatable) dispatch(question, exchange);
        else void wholeRound().then(() => dispatch(question, exchange));
      }),
    close: async () => {
      await wholeRound();
      await Promise.all([queries, mutations].filter(({ closed }) => !closed).map((pool) => pool.close()));
    },
  };
};

/** The headers of one client's request, written once for all its fetches. */
const headerLines = (headers: SentHeaders): string[] => {
  headers.lines ??= writeLines(headers.values);
  return headers.lines;
};

const writeLines = (headers: SubgraphHeaders): string[] =>
  Object.entries(headers).flatMap(([name, value]) => (value === undefined ? [] : [name, value]));

type Waiter = { resolve: (answer: LinkAnswer) => void; reject: (error: Error) => void; onEnd: () => void };

/** One question and its answer, as undici's dispatch tells of it. */
class Exchange {
  private status = 0;
  private mediaType: string | undefined;
  private chunks: Buffer[] = [];
  private abort: ((reason?: Error) => void) | null = null;
  /** Why nobody waits for the answer any more. */
  private given: Error | null = null;
  private isFinished = false;
  private readonly waiter: Waiter;
  private readonly deadline: NodeJS.Timeout;
  private lastLook: NodeJS.Immediate | undefined;
  private readonly signal: AbortSignal | undefined;
  private readonly asByteText: boolean;

  constructor(waiter: Waiter, timeoutMs: number, { signal, asByteText, deadline }: LinkQuestion) {
    this.waiter = waiter;
    this.signal = signal;
    this.asByteText = asByteText;
    const late = (): void => this.give(new SubgraphTimeout(`No answer within ${timeoutMs} ms.`));
    this.deadline = setTimeout(() => {
      // A process that was held up first reads what came meanwhile.
      this.lastLook = setImmediate(late);
    }, deadline - performance.now());
    signal?.addEventListener('abort', this.left);
  }

  private readonly left = (): void => this.give(this.signal?.reason as Error);

  private give(error: Error): void {
    this.finish();
    this.given = error;
    this.waiter.reject(error);
    this.abort?.(error);
  }

  private finish(): void {
    if (this.isFinished) return;
    this.isFinished = true;
    clearTimeout(this.deadline);
    clearImmediate(this.lastLook);
    this.signal?.removeEventListener('abort', this.left);
    this.waiter.onEnd();
  }

  onConnect(abort: (reason?: Error) => void): void {
    this.abort = abort;
    if (this.given) abort(this.given);
  }

  onHeaders(status: number, headers: Buffer[]): boolean {
    this.status = status;
    if (status !== 200) this.mediaType = mediaTypeIn(headers);
    return true;
  }

  onData(chunk: Buffer): boolean {
    this.chunks.push(chunk);
    return true;
  }

  onComplete(): void {
    this.finish();
    const bytes = this.chunks.length === 1 ? this.chunks[0]! : Buffer.concat(this.chunks);
    this.waiter.resolve({ status: this.status, text: readBytes(bytes, this.asByteText), mediaType: this.mediaType });
  }

  onError(error: NodeJS.ErrnoException): void {
    this.finish();
    this.waiter.reject(error.code === 'UND_ERR_RES_EXCEEDED_MAX_SIZE' ? answerTooLong() : error);
  }
}

/** Of names and values in turn. */
const mediaTypeIn = (headers: readonly Buffer[]): string | undefined => {
  const name = headers.findIndex((each, index) => index % 2 === 0 && each.toString().toLowerCase() === 'content-type');
  return name < 0 ? undefined : headers[name + 1]?.toString();
};
