import { Pool } from 'undici';
import type { SubgraphHeaders } from '#kit/subgraph.ts';
import { wholeRound } from '#kit/whole-round.ts';
import { readBytes } from './byte-text.ts';
import type { SentHeaders } from './data-source.ts';
import { answerTooLong } from './fault.ts';
import {
  FRESH_MS,
  IDLE_MS,
  type Link,
  type LinkAnswer,
  type LinkOptions,
  type LinkQuestion,
  reasonToEnd,
  SubgraphTimeout,
  tooMuchWaits,
} from './link.ts';

/** HTTP/1.1 by undici's dispatch: keep-alive, no pipelining, one deadline from the question to the last byte. */
export const createUndiciLink = ({ url, gatewaySecret, timeoutMs, connections, maxBytes, maxWaitingBytes }: LinkOptions): Link => {
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
    'accept-encoding',
    'identity',
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
