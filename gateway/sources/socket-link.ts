import { connect, type Socket } from 'node:net';
import type { SubgraphHeaders } from '#kit/subgraph.ts';
import { type AnswerReader, createAnswerReader, type ReadAnswer } from './answer-reader.ts';
import { readBytes } from './byte-text.ts';
import type { SentHeaders } from './data-source.ts';
import { type Link, type LinkAnswer, type LinkOptions, SubgraphTimeout } from './link.ts';

/** A connection that broke before an answer began; `code` is the system's, or undici's for it. */
export class ConnectionLost extends Error {
  readonly code: string;
  constructor(code: string, options?: ErrorOptions) {
    super(`The connection to the subgraph broke (${code}).`, options);
    this.code = code;
  }
}

type Question = {
  /** The whole request as byte text. */
  bytes: string;
  asByteText: boolean;
  resolve: (answer: LinkAnswer) => void;
  reject: (error: Error) => void;
  signal: AbortSignal | undefined;
  deadline: number;
};

type Connection = {
  socket: Socket;
  question: Question | null;
  reader: AnswerReader;
  idleSince: number /** Until when it must be made. */;
  openBy: number;
};

/** An idle connection is not used again after so long: subgraphs keep theirs for 5 s and more. */
const IDLE_MS = 4_000;
/** A connection that is not made within so long is given up: the system would try for minutes, also where nobody is any more. */
const CONNECT_MS = 2_000;
/** Deadlines, and whether clients have left, are looked at so often; that costs less than a timer and a listener for each question. */
const LOOK_MS = 50;
/** One for all connections: what is read is parsed before anything else is. Spares an allocation of this size for each read. */
const READ_BUFFER = Buffer.allocUnsafeSlow(65_536);
/** What undici calls it, too. */
const BROKEN = 'UND_ERR_SOCKET';

/**
 * HTTP/1.1 on bare sockets, which costs half of what a general client does: one write a question, the read buffer parsed in place, no
 * pipelining. Strict: an answer that is not framed by Content-Length or chunks ends its connection (RFC 9112 §6). For `http:` only.
 */
export const createSocketLink = (options: LinkOptions): Link => {
  const { host, pathname, search } = new URL(options.url);
  const head = `POST ${pathname}${search} HTTP/1.1\r\nhost: ${host}\r\ncontent-type: application/json\r\naccept: application/graphql-response+json, application/json\r\nx-gateway-secret: ${headerValue(options.gatewaySecret)}\r\n`;
  const pool = new SocketPool(options);
  return {
    post: ({ body, headers, signal, isRepeatable, asByteText }) =>
      new Promise((resolve, reject) => {
        if (signal?.aborted) return reject(signal.reason as Error);
        const bytes = `${head}${headersText(headers)}content-length: ${body.length}\r\n\r\n${body}`;
        pool.ask({ bytes, asByteText, resolve, reject, signal, deadline: performance.now() + options.timeoutMs }, isRepeatable);
      }),
    close: () => pool.close(),
  };
};

/** Connections to one subgraph, each with at most one question under way; further questions wait in order. */
class SocketPool {
  private readonly options: LinkOptions;
  private readonly address: { host: string; port: number };
  private readonly idle: Connection[] = [];
  private readonly open = new Set<Connection>();
  private readonly waiting: Question[] = [];
  /** Connections that are being made. */
  private opening = 0;
  private readonly looking: NodeJS.Timeout;
  private isClosed = false;

  constructor(options: LinkOptions) {
    const { hostname, port } = new URL(options.url);
    this.options = options;
    this.address = { host: hostname.replace(/^\[|\]$/g, ''), port: Number(port) || 80 };
    this.looking = setInterval(() => this.look(), LOOK_MS).unref();
  }

  ask(question: Question, isRepeatable: boolean): void {
    if (this.isClosed) question.reject(new Error('The link is closed.'));
    // An idle connection may have been closed by the other side: one whole round of the event loop tells.
    else if (!isRepeatable && this.idle.length > 0) setImmediate(() => setImmediate(() => this.start(question)));
    else this.start(question);
  }

  async close(): Promise<void> {
    this.isClosed = true;
    // What is about to start (see `ask`) starts first.
    await new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
    for (const { socket } of this.idle.splice(0)) socket.destroy();
    while (this.open.size > 0)
      await Promise.all([...this.open].map(({ socket }) => new Promise((resolve) => socket.once('close', resolve))));
    clearInterval(this.looking);
  }

  private start(question: Question): void {
    const connection = this.take(question.deadline - this.options.timeoutMs);
    if (connection) this.put(question, connection);
    else {
      this.waiting.push(question);
      this.grow();
    }
  }

  private take(now: number): Connection | undefined {
    const oldest = now - IDLE_MS;
    for (let connection = this.idle.pop(); connection; connection = this.idle.pop()) {
      if (connection.idleSince > oldest && connection.socket.writable) return connection;
      connection.socket.destroy();
    }
    return undefined;
  }

  private put(question: Question, connection: Connection): void {
    connection.question = question;
    connection.socket.write(question.bytes, 'latin1');
  }

  private free(connection: Connection): void {
    const question = this.waiting.length > 0 ? this.waiting.shift() : undefined;
    if (question) this.put(question, connection);
    else if (this.isClosed) connection.socket.destroy();
    else {
      connection.idleSince = performance.now();
      this.idle.push(connection);
    }
  }

  private grow(): void {
    if (this.open.size >= this.options.connections || this.opening >= this.waiting.length) return;
    this.opening++;
    const reader = createAnswerReader(this.options.maxBytes, (answer) => this.answered(connection, answer));
    const receive = (length: number): boolean => {
      const problem = connection.question
        ? reader.read(READ_BUFFER.subarray(0, length))
        : new Error('The subgraph spoke without being asked.');
      if (problem) {
        cause = problem;
        socket.destroy();
      }
      return true;
    };
    const socket = connect({ ...this.address, noDelay: true, keepAlive: true, onread: { buffer: READ_BUFFER, callback: receive } });
    const connection: Connection = { socket, question: null, reader, idleSince: 0, openBy: performance.now() + CONNECT_MS };
    this.open.add(connection);
    let isConnected = false;
    let cause: Error | null = null;
    socket.on('connect', () => {
      isConnected = true;
      connection.openBy = Number.POSITIVE_INFINITY;
      this.opening--;
      this.free(connection);
    });
    socket.on('end', () => {
      if (connection.question) reader.end();
      socket.destroy();
    });
    socket.on('error', (error: NodeJS.ErrnoException) => {
      cause = new ConnectionLost(error.code ?? BROKEN, { cause: error });
    });
    socket.on('close', () => this.lost(connection, cause ?? new ConnectionLost(BROKEN), isConnected));
  }

  private answered(connection: Connection, { status, body, isReusable }: ReadAnswer): void {
    const { question } = connection;
    connection.question = null;
    const text = question ? readBytes(body, question.asByteText) : '';
    if (question && isReusable) this.free(connection);
    else connection.socket.destroy();
    question?.resolve({ status, text });
  }

  private lost(connection: Connection, cause: Error, wasConnected: boolean): void {
    this.open.delete(connection);
    if (!wasConnected) this.opening--;
    const place = this.idle.indexOf(connection);
    if (place >= 0) this.idle.splice(place, 1);
    const question = wasConnected ? connection.question : this.waiting.shift();
    connection.question = null;
    question?.reject(cause);
    if (this.waiting.length > 0) this.grow();
  }

  private look(): void {
    const now = performance.now();
    const reasonToEnd = ({ deadline, signal }: Question): Error | null => {
      if (signal?.aborted) return signal.reason as Error;
      return deadline < now ? new SubgraphTimeout(`No answer within ${this.options.timeoutMs} ms.`) : null;
    };
    for (const connection of this.open) {
      const { question, openBy, socket } = connection;
      if (openBy < now) socket.destroy(new ConnectionLost('UND_ERR_CONNECT_TIMEOUT'));
      const reason = question && reasonToEnd(question);
      if (!reason) continue;
      connection.question = null;
      socket.destroy();
      question.reject(reason);
    }
    for (let index = this.waiting.length - 1; index >= 0; index--) {
      const question = this.waiting[index]!;
      const reason = reasonToEnd(question);
      if (!reason) continue;
      this.waiting.splice(index, 1);
      question.reject(reason);
    }
  }
}

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
