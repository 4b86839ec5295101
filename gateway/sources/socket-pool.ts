import { connect, type Socket } from 'node:net';
import { wholeRound } from '#kit/whole-round.ts';
import { endOfTurn } from '../end-of-turn.ts';
import { type AnswerReader, createAnswerReader, type HttpAnswer } from './answer-reader.ts';
import { readBytes } from './byte-text.ts';
import { ConnectionLost, FRESH_MS, IDLE_MS, type LinkOptions, reasonToEnd, tooMuchWaits } from './link.ts';
import { lookOften } from './look-often.ts';
import { type Question, QuestionQueue } from './question-queue.ts';

type Connection = {
  socket: Socket;
  /** What was asked over it and has no answer yet. */
  question: Question | null;
  /** What is about to be asked over it: nothing of it has been written. */
  unsent: Question | null;
  reader: AnswerReader;
  idleSince: number;
  /** When its last answer came; 0 before the first. */
  answeredAt: number;
  /** Until when it must be made. */
  openBy: number;
  /** Whether it was heard of so late that it was made that the other side may have closed it. */
  isLate: boolean;
};

/** A connection that is not made within so long is given up: the system would try for minutes, also where nobody is any more. */
const CONNECT_MS = 2_000;
/** One for all connections: what is read is parsed before anything else is. Spares an allocation of this size for each read. */
const READ_BUFFER = Buffer.allocUnsafeSlow(65_536);

/** Connections to one subgraph, each with at most one question under way; further questions wait in order. */
export class SocketPool {
  private readonly options: LinkOptions;
  private readonly address: { host: string; port: number };
  private readonly idle: Connection[] = [];
  private readonly open = new Set<Connection>();
  private readonly waiting: QuestionQueue;
  /** Connections that are being made. */
  private opening = 0;
  private readonly stopLooking: () => void;
  private isClosed = false;

  constructor(options: LinkOptions) {
    const { hostname, port } = new URL(options.url);
    this.options = options;
    this.waiting = new QuestionQueue({ maxBytes: options.maxWaitingBytes, timeoutMs: options.timeoutMs });
    this.address = { host: hostname.replace(/^\[|\]$/g, ''), port: Number(port) || 80 };
    this.stopLooking = lookOften(() => this.look());
  }

  ask(question: Question, now: number): void {
    if (this.isClosed) question.reject(new Error('The link is closed.'));
    else this.start(question, now);
  }

  async close(): Promise<void> {
    this.isClosed = true;
    this.dropIdle();
    while (this.open.size > 0)
      await Promise.all([...this.open].map(({ socket }) => new Promise((resolve) => socket.once('close', resolve))));
    this.stopLooking();
  }

  private start(question: Question, now: number): void {
    const connection = this.take(now, question.isRepeatable);
    if (connection) this.put(question, connection);
    else if (this.waiting.hasRoomFor(question)) {
      this.waiting.add(question);
      this.grow();
    } else question.reject(tooMuchWaits());
  }

  private dropIdle(): void {
    for (const { socket } of this.idle.splice(0)) socket.destroy();
  }

  /** The one that was used last, unless that was too long ago; then it makes room for a new one. */
  private take(now: number, isRepeatable: boolean): Connection | undefined {
    for (let connection = this.idle.pop(); connection; connection = this.idle.pop()) {
      const isUsable = now - connection.idleSince < IDLE_MS && connection.socket.writable;
      if (isUsable && (isRepeatable || isFresh(connection, now))) return connection;
      connection.socket.destroy();
      if (isUsable) return undefined;
    }
    return undefined;
  }

  /**
   * Asks at the end of the turn; what may not be asked twice at once over a new connection, and over a used
   * one, or one heard of late, when a whole round shows that it has not been closed.
   */
  private put(question: Question, connection: Connection): void {
    connection.unsent = question;
    if (question.isRepeatable) void endOfTurn().then(() => this.write(question, connection));
    else if (connection.answeredAt === 0 && !connection.isLate) this.write(question, connection);
    else void wholeRound().then(() => this.writeOnce(question, connection));
  }

  /** A process that was held up in that round may have let the connection grow old; then it is lost, and the question asked anew. */
  private writeOnce(question: Question, connection: Connection): void {
    const isOld = connection.answeredAt > 0 && !isFresh(connection, performance.now());
    if (connection.unsent === question && isOld) connection.socket.destroy();
    this.write(question, connection);
  }

  private write(question: Question, connection: Connection): void {
    // It was given up, or the connection is lost.
    if (connection.unsent !== question || connection.socket.destroyed) return;
    connection.unsent = null;
    connection.question = question;
    connection.socket.write(question.bytes, 'latin1');
  }

  private free(connection: Connection, now: number): void {
    const question = this.waiting.next(now);
    if (question) this.put(question, connection);
    else if (this.isClosed) connection.socket.destroy();
    else {
      connection.idleSince = now;
      // What has an answer is preferred.
      if (connection.answeredAt === 0) this.idle.unshift(connection);
      else this.idle.push(connection);
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
    const connection: Connection = {
      socket,
      question: null,
      unsent: null,
      reader,
      idleSince: 0,
      answeredAt: 0,
      openBy: performance.now() + CONNECT_MS,
      isLate: false,
    };
    this.open.add(connection);
    let isConnected = false;
    let cause: Error | null = null;
    socket.on('connect', () => {
      isConnected = true;
      connection.isLate = performance.now() > connection.openBy - CONNECT_MS + FRESH_MS;
      connection.openBy = Number.POSITIVE_INFINITY;
      this.opening--;
      this.free(connection, performance.now());
    });
    socket.on('end', () => {
      if (connection.question) reader.end();
      socket.destroy();
    });
    socket.on('error', (error: NodeJS.ErrnoException) => {
      cause = new ConnectionLost(error.code, { cause: error });
    });
    socket.on('close', () => this.lost(connection, cause ?? new ConnectionLost(), isConnected));
  }

  private answered(connection: Connection, { status, mediaType, body, isReusable }: HttpAnswer): void {
    const { question } = connection;
    connection.question = null;
    const now = performance.now();
    connection.answeredAt = now;
    const text = question ? readBytes(body, question.asByteText) : '';
    if (question && isReusable && connection.socket.writableLength === 0) this.free(connection, now);
    else connection.socket.destroy();
    question?.resolve({ status, text, mediaType });
  }

  private lost(connection: Connection, cause: Error, wasConnected: boolean): void {
    this.open.delete(connection);
    if (!wasConnected) this.opening--;
    const place = this.idle.indexOf(connection);
    if (place >= 0) this.idle.splice(place, 1);
    const { unsent } = connection;
    const question = wasConnected ? connection.question : this.waiting.first();
    connection.question = null;
    connection.unsent = null;
    // A subgraph that goes takes all connections with it: what is asked again shall not meet the next that is about to break.
    if ((question ?? unsent) && wasConnected) this.dropIdle();
    question?.reject(cause);
    // It is the next to be asked again; but a subgraph that ends new connections at once is not asked for ever.
    if (unsent && (connection.answeredAt > 0 || connection.isLate)) this.waiting.putBack(unsent);
    else unsent?.reject(new ConnectionLost(undefined, { cause }));
    if (this.waiting.length > 0) this.grow();
  }

  private look(): void {
    const now = performance.now();
    const { timeoutMs } = this.options;
    for (const connection of this.open) {
      const { openBy, socket } = connection;
      const question = connection.question ?? connection.unsent;
      if (openBy < now) socket.destroy(new ConnectionLost('UND_ERR_CONNECT_TIMEOUT'));
      const reason = question && reasonToEnd(question, now, timeoutMs);
      if (!reason) continue;
      connection.question = null;
      connection.unsent = null;
      socket.destroy();
      question.reject(reason);
    }
    this.waiting.expire(now);
  }
}

const isFresh = ({ answeredAt }: Connection, now: number): boolean => now - answeredAt < FRESH_MS;
