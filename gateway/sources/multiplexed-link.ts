import { connect as connectPlain, isIP, type Socket, type TcpNetConnectOpts } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { GRAPHQL_TRANSPORT_WS_PROTOCOL } from 'graphql-ws';
import { WebSocket } from 'ws';
import { readBytes, toByteText } from './byte-text.ts';
import type { SentHeaders } from './data-source.ts';
import { type Link, type LinkAnswer, type LinkOptions, type LinkQuestion, SubgraphTimeout } from './link.ts';
import { readServerMessage } from './server-message.ts';
import { ConnectionLost } from './socket-link.ts';

/** Sockets to one subgraph: a huge answer holds up only what shares its socket. */
const SOCKETS = 2;
/** Deadlines, and whether clients have left, are looked at so often. */
const LOOK_MS = 50;
const PING_MS = 10_000;
/** How graphql-transport-ws says 403. */
const FORBIDDEN = 4403;
/** A socket that is not acknowledged so long after it was begun is given up: what was asked may be asked over another. */
const OPEN_MS = 5_000;

type Waiting = {
  resolve: (answer: LinkAnswer) => void;
  reject: (error: Error) => void;
  signal: AbortSignal | undefined;
  asByteText: boolean;
  deadline: number;
};

/**
 * Many questions at once over few graphql-transport-ws sockets: what is asked in one turn of the event loop goes out in one write, and
 * answers come many to a read. What a connection costs is shared by all it carries, so this is the fastest way to a subgraph that speaks
 * the protocol. For queries only: a subgraph that stops answers what came by HTTP before it goes, but ends its sockets.
 */
export const createMultiplexedLink = (options: LinkOptions): Link => {
  const sockets = Array.from({ length: SOCKETS }, () => new SubgraphSocket(options));
  let turn = 0;
  const looking = setInterval(() => sockets.forEach((socket) => void socket.look()), LOOK_MS).unref();
  return {
    post: (question) =>
      new Promise((resolve, reject) => {
        const { signal, asByteText } = question;
        if (signal?.aborted) return reject(signal.reason as Error);
        const deadline = performance.now() + options.timeoutMs;
        turn = (turn + 1) % SOCKETS;
        sockets[turn]!.ask(question, { resolve, reject, signal, asByteText, deadline });
      }),
    close: async () => {
      await Promise.all(sockets.map((socket) => socket.close()));
      clearInterval(looking);
    },
  };
};

/** One socket, opened when something is asked and again after it was lost; what it carried then is rejected. */
class SubgraphSocket {
  private readonly options: LinkOptions;
  private readonly waiting = new Map<string, Waiting>();
  /** What is to be written: until the socket is open, then until the end of this turn. */
  private outgoing: string[] = [];
  private socket: WebSocket | null = null;
  private transport: Socket | null = null;
  private isOpen = false;
  /** Until when the socket must have been acknowledged. */
  private openBy = 0;
  private isFlushing = false;
  private lastId = 0;
  private cause: Error | null = null;
  private heardAt = 0;
  private pingedAt: number | null = null;
  private onIdle: (() => void) | null = null;

  constructor(options: LinkOptions) {
    this.options = options;
  }

  ask({ body, headers }: LinkQuestion, waiting: Waiting): void {
    if (this.onIdle) {
      waiting.reject(new Error('The link is closed.'));
      return;
    }
    const id = (++this.lastId).toString(36);
    this.waiting.set(id, waiting);
    this.send(`{"id":"${id}","type":"subscribe","payload":${body.slice(0, -1)},"extensions":{"headers":${headersJson(headers)}}}}`);
    if (!this.socket) this.open();
  }

  /** Ends when everything asked has its answer. */
  async close(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.onIdle = resolve;
      if (this.waiting.size === 0) resolve();
    });
    this.socket?.close(1000);
  }

  look(): void {
    const now = performance.now();
    for (const [id, { signal, deadline }] of this.waiting) {
      if (signal?.aborted) this.giveUp(id, signal.reason as Error);
      else if (deadline < now) this.giveUp(id, new SubgraphTimeout(`No answer within ${this.options.timeoutMs} ms.`));
    }
    if (!this.isOpen) {
      if (this.socket && this.openBy < now) this.transport?.destroy();
      return;
    }
    if (now - this.heardAt < PING_MS) this.pingedAt = null;
    else if (this.pingedAt === null) {
      this.pingedAt = now;
      this.socket?.ping();
    } else if (now - this.pingedAt > PING_MS) this.transport?.destroy();
  }

  private giveUp(id: string, error: Error): void {
    this.take(id)?.reject(error);
    this.send(`{"id":"${id}","type":"complete"}`);
  }

  private take(id: string): Waiting | undefined {
    const waiting = this.waiting.get(id);
    this.waiting.delete(id);
    if (this.waiting.size === 0) this.onIdle?.();
    return waiting;
  }

  private send(message: string): void {
    this.outgoing.push(message);
    if (!this.isOpen || this.isFlushing) return;
    this.isFlushing = true;
    setImmediate(() => this.flush());
  }

  private flush(): void {
    this.isFlushing = false;
    const { socket, transport, outgoing } = this;
    if (!this.isOpen || !socket || !transport) return;
    this.outgoing = [];
    transport.cork();
    for (const message of outgoing) socket.send(Buffer.from(message, 'latin1'), { binary: false });
    transport.uncork();
  }

  private open(): void {
    const { url, timeoutMs, maxBytes, gatewaySecret } = this.options;
    this.openBy = performance.now() + Math.min(OPEN_MS, timeoutMs / 2);
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
    this.socket = socket;
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
      this.cause = new ConnectionLost(error.code ?? 'UND_ERR_SOCKET', { cause: error });
    });
    socket.on('close', (code) => {
      if (code === FORBIDDEN) this.cause = new Error('The subgraph refuses this gateway (status 403).');
      this.lost();
    });
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

  private lost(): void {
    const cause = this.cause ?? new ConnectionLost('UND_ERR_SOCKET');
    const lost = [...this.waiting.values()];
    this.waiting.clear();
    this.outgoing = [];
    this.socket = this.transport = this.cause = null;
    this.isOpen = false;
    this.pingedAt = null;
    for (const { reject } of lost) reject(cause);
    this.onIdle?.();
  }
}

/** The headers of one client's request, written once for all its fetches. */
const headersJson = (headers: SentHeaders): string => {
  headers.json ??= toByteText(JSON.stringify(headers.values));
  return headers.json;
};
