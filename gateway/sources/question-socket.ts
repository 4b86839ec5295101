import { connect as connectPlain, isIP, type Socket, type TcpNetConnectOpts } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { GRAPHQL_TRANSPORT_WS_PROTOCOL } from 'graphql-ws';
import { WebSocket } from 'ws';
import { PassingMap } from '../passing-map.ts';
import { readBytes, toByteText } from './byte-text.ts';
import type { SentHeaders } from './data-source.ts';
import { ConnectionLost, type LinkAnswer, type LinkOptions, type LinkQuestion, reasonToEnd, tooMuchWaits } from './link.ts';
import { readServerMessage } from './server-message.ts';

const PING_MS = 10_000;
/** How graphql-transport-ws says 403. */
const FORBIDDEN = 4403;
/** What `ws` calls a message beyond `maxPayload`. */
const TOO_LONG = 'WS_ERR_UNSUPPORTED_MESSAGE_LENGTH';
/** A socket that is not acknowledged so long after it was begun is given up: what was asked may be asked over another. */
const OPEN_MS = 5_000;

/** Who waits for an answer. */
export type Waiting = Pick<LinkQuestion, 'signal' | 'deadline' | 'asByteText'> & {
  resolve: (answer: LinkAnswer) => void;
  reject: (error: Error) => void;
};

/** One socket, from its opening to its end; what it carries then is rejected. */
export class QuestionSocket {
  private readonly options: LinkOptions;
  private readonly onEnd: () => void;
  private readonly socket: WebSocket;
  private transport: Socket | null = null;
  private readonly waiting = new PassingMap<number, Waiting>();
  /**
   * What is to be written: until the socket is open, then until the end of this turn. A question has its id:
   * when nobody waits for it any more, it is not sent.
   */
  private outgoing: { message: string; id?: number }[] = [];
  private outgoingBytes = 0;
  private isOpen = false;
  /** Until when the socket must have been acknowledged. */
  private readonly openBy: number;
  private isFlushing = false;
  private lastId = 0;
  /** The last question that was sent. */
  private sentId = 0;
  private cause: Error | null = null;
  private heardAt = 0;
  private pingedAt: number | null = null;
  private onIdle: (() => void) | null = null;

  /** Connects. `onEnd` is called when the socket is no more. */
  constructor(options: LinkOptions, onEnd: () => void) {
    this.options = options;
    this.onEnd = onEnd;
    this.openBy = performance.now() + Math.min(OPEN_MS, options.timeoutMs / 2);
    this.socket = this.connect();
  }

  /** False once either side has begun to close it, or it broke: it will carry nothing more. */
  get isUsable(): boolean {
    return this.socket.readyState <= WebSocket.OPEN && !this.transport?.destroyed;
  }

  ask({ openBody, headers }: LinkQuestion, waiting: Waiting): void {
    if (this.outgoingBytes + (this.transport?.writableLength ?? 0) + openBody.length > this.options.maxWaitingBytes) {
      waiting.reject(tooMuchWaits());
      return;
    }
    const id = ++this.lastId;
    this.waiting.set(id, waiting);
    this.send(`{"id":"${id}","type":"subscribe","payload":${openBody},"extensions":{"headers":${headersJson(headers)}}}}`, id);
  }

  /** Ends when everything asked has its answer. */
  async close(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.onIdle = resolve;
      if (this.waiting.size === 0) resolve();
    });
    this.socket.close(1000);
  }

  /**
   * Gives up what nobody waits for, and the socket when the subgraph does not open it, gives no sign of life
   * or has closed it: then no answer comes any more.
   */
  look(): void {
    const now = performance.now();
    for (const [id, waiting] of this.waiting.entries()) {
      const reason = reasonToEnd(waiting, now, this.options.timeoutMs);
      if (reason) this.giveUp(id, reason);
    }
    if (this.isOpen ? this.socket.readyState === WebSocket.CLOSING : this.openBy < now) this.transport?.destroy();
    if (!this.isOpen) return;
    if (now - this.heardAt < PING_MS) this.pingedAt = null;
    else if (this.pingedAt === null) {
      this.pingedAt = now;
      this.socket.ping();
    } else if (now - this.pingedAt > PING_MS) this.transport?.destroy();
  }

  private giveUp(id: number, error: Error): void {
    this.take(id)?.reject(error);
    if (id <= this.sentId) this.send(`{"id":"${id}","type":"complete"}`);
  }

  private take(id: number): Waiting | undefined {
    const waiting = this.waiting.take(id);
    if (this.waiting.size === 0) this.onIdle?.();
    return waiting;
  }

  private send(message: string, id?: number): void {
    this.outgoing.push({ message, id });
    this.outgoingBytes += message.length;
    if (!this.isOpen || this.isFlushing) return;
    this.isFlushing = true;
    setImmediate(() => this.flush());
  }

  private flush(): void {
    this.isFlushing = false;
    const { socket, transport, outgoing } = this;
    if (!this.isOpen || !transport) return;
    this.sentId = this.lastId;
    this.outgoing = [];
    this.outgoingBytes = 0;
    transport.cork();
    for (const { message, id } of outgoing)
      if (id === undefined || this.waiting.has(id)) socket.send(Buffer.from(message, 'latin1'), { binary: false });
    transport.uncork();
  }

  private connect(): WebSocket {
    const { url, timeoutMs, maxBytes, gatewaySecret } = this.options;
    const socket = new WebSocket(url.replace(/^http/, 'ws'), GRAPHQL_TRANSPORT_WS_PROTOCOL, {
      handshakeTimeout: Math.min(2_000, timeoutMs),
      maxPayload: maxBytes,
      perMessageDeflate: false,
      skipUTF8Validation: true,
      createConnection: (given: unknown) => {
        const address = { ...(given as TcpNetConnectOpts), noDelay: true, keepAlive: true };
        const { host = '' } = address;
        this.transport = url.startsWith('https:') ? connectTls({ ...address, servername: isIP(host) ? '' : host }) : connectPlain(address);
        return this.transport;
      },
    });
    socket.on('open', () => socket.send(JSON.stringify({ type: 'connection_init', payload: { 'x-gateway-secret': gatewaySecret } })));
    socket.on('message', (data: Buffer) => {
      try {
        this.receive(data);
      } catch (cause) {
        this.cause = new Error('The subgraph sent something else than messages of graphql-transport-ws.', { cause });
        socket.terminate();
      }
    });
    socket.on('pong', () => {
      this.heardAt = performance.now();
    });
    socket.on('error', (error: NodeJS.ErrnoException) => {
      // Whose answer was too long is not known, it may be one that nobody waits for: each is asked for once more, over a connection of its own.
      this.cause = new ConnectionLost(error.code === TOO_LONG ? undefined : error.code, { cause: error });
    });
    socket.on('close', (code) => {
      if (code === FORBIDDEN) this.cause = new Error('The subgraph refuses this gateway (status 403).');
      this.end();
    });
    return socket;
  }

  private receive(data: Buffer): void {
    this.heardAt = performance.now();
    const message = readServerMessage(data);
    if (message.type === 'next' || message.type === 'error') {
      const waiting = this.take(message.id);
      waiting?.resolve({ status: 200, text: readBytes(message.result, waiting.asByteText) });
    } else if (message.type === 'complete') this.take(message.id)?.reject(new Error('The subgraph ended a question without an answer.'));
    else if (message.type === 'ack') {
      this.isOpen = true;
      this.flush();
    } else if (message.type === 'ping') this.send('{"type":"pong"}');
  }

  private end(): void {
    this.isOpen = false;
    this.onEnd();
    const lost = this.waiting.entries();
    this.waiting.clear();
    for (const [, { reject }] of lost) reject(this.cause ?? new ConnectionLost());
    this.onIdle?.();
  }
}

/** The headers of one client's request, written once for all its fetches. */
const headersJson = (headers: SentHeaders): string => {
  headers.json ??= toByteText(JSON.stringify(headers.values));
  return headers.json;
};
