import type { SentHeaders } from './data-source.ts';
import { RequestFault } from './fault.ts';

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
 * What may not be asked twice goes where an answer came no longer ago than this, or over a new connection: a server that stops says so with
 * its answers for twice as long before it closes idle connections (`kit/parting.ts`), and a question that is on its way then would be lost.
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
