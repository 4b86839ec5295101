import { type ExecutionResult, GraphQLError, type GraphQLFormattedError } from 'graphql';
import { type Client, createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import type { SubgraphHeaders, SubgraphRequest } from '#kit/subgraph.ts';
import { createMailbox } from '../live/mailbox.ts';
import { NeverOpened } from './fault.ts';
import { createPatience } from './patience.ts';
import { beginOf, isResult } from './read-result.ts';

/** Subscriptions at one subgraph over graphql-transport-ws: one socket for each identity, shared by all its subscriptions. */
export type SubgraphSockets = {
  /** The stream throws when the socket drops, or these are closed; errors of the operation are a result, after which it ends. */
  subscribe(request: SubgraphRequest): AsyncGenerator<ExecutionResult>;
  close(): Promise<void>;
};

const HEARTBEAT = { pingMs: 10_000, pongMs: 5_000 };
const WAITING_BYTES = 1024 * 1024;
/** A socket that is not opened, and then not acknowledged, within so long is given up. */
const OPEN_MS = 5_000;

type Socket = { client: Client; subscribers: Set<Fail>; isOpen: boolean };
/** Ends one subscription with an error. */
type Fail = (error: Error) => void;

export type SubgraphSocketsOptions = {
  name: string;
  url: string;
  gatewaySecret: string;
  /** Milliseconds of silence after which the subgraph is asked for a sign of life, and that it has to give one. */
  heartbeat?: { pingMs: number; pongMs: number };
  /** Milliseconds that a socket may take to open, and then to be acknowledged. */
  openMs?: number;
  /** So much, as JSON, may wait for a slow reader of one subscription; beyond, its stream throws when the reader has taken that. */
  waitingBytes?: number;
};

export const createSubgraphSockets = (options: SubgraphSocketsOptions): SubgraphSockets => {
  const { name, gatewaySecret, waitingBytes = WAITING_BYTES } = options;
  const sockets = new Map<string, Socket>();
  const acquire = (scope: string, headers: SubgraphHeaders): Socket => {
    const known = sockets.get(scope);
    if (known) return known;
    const identity = { authorization: headers.authorization, 'x-token-refused': headers['x-token-refused'] };
    const subscribers = new Set<Fail>();
    const onNormalClose = (): void => failAll(subscribers, new GraphQLError(`The socket to the subgraph "${name}" closed (1000).`));
    const onOpen = (): void => {
      socket.isOpen = true;
    };
    const client = connect(options, { ...identity, 'x-gateway-secret': gatewaySecret }, { onOpen, onNormalClose });
    const socket: Socket = { client, subscribers, isOpen: false };
    sockets.set(scope, socket);
    return socket;
  };
  const release = (scope: string, socket: Socket, fail: Fail): void => {
    socket.subscribers.delete(fail);
    if (socket.subscribers.size > 0) return;
    if (sockets.get(scope) === socket) sockets.delete(scope);
    void dispose(socket);
  };
  return {
    subscribe: ({ query, operationName, variables, headers, signal }) => {
      if (signal?.aborted) return nothing();
      const scope = JSON.stringify([headers.authorization, headers['x-token-refused']]);
      const socket = acquire(scope, headers);
      const fail: Fail = (error) => {
        results.fail(error);
        unsubscribe();
      };
      socket.subscribers.add(fail);
      const waiting = createWaiting(waitingBytes, () => fail(new GraphQLError(`The subgraph "${name}" sends faster than is taken.`)));
      const results = createMailbox<ExecutionResult>('all', () => unsubscribe(), waiting);
      const leave = (): void => void results.return(undefined);
      const once = onlyOnce(() => {
        signal?.removeEventListener('abort', leave);
        release(scope, socket, fail);
      });
      const give = (event: ExecutionResult): void => {
        if (isResult(event) || beginOf(event) !== undefined) results.push(event);
        else fail(new GraphQLError(`The subgraph "${name}" sent something else than a GraphQL result.`));
      };
      const stop = socket.client.subscribe(
        { query, operationName, variables, extensions: { headers: operationHeaders(headers) } },
        {
          next: (event) => give(event as ExecutionResult),
          error: (error) => {
            if (isGraphQLErrors(error)) {
              give({ errors: error as unknown as GraphQLError[] });
              results.end();
            } else results.fail(socketError(name, error, socket.isOpen));
            once();
          },
          complete: () => {
            results.end();
            once();
          },
        },
      );
      const unsubscribe = (): void => {
        stop();
        once();
      };
      signal?.addEventListener('abort', leave, { once: true });
      return results;
    },
    close: async () => {
      const open = [...sockets.values()];
      for (const { subscribers } of open) failAll(subscribers, new GraphQLError(`The subgraph "${name}" is no longer asked here.`));
      await Promise.all(open.map(dispose));
    },
  };
};

/** They have not ended: whoever follows them goes on elsewhere. */
const failAll = (subscribers: Iterable<Fail>, error: Error): void => {
  for (const fail of [...subscribers]) fail(error);
};

/** A socket that cannot be opened needs no closing. */
const dispose = async ({ client }: Socket): Promise<void> => {
  try {
    await client.dispose();
  } catch {}
};

const nothing = (): AsyncGenerator<ExecutionResult> => {
  const results = createMailbox<ExecutionResult>('all');
  results.end();
  return results;
};

/** Everything but the identity, which is the socket's. */
const operationHeaders = ({ authorization: _token, 'x-token-refused': _refused, ...headers }: SubgraphHeaders): SubgraphHeaders => headers;

/** Counts what waits; calls back when it is too much. */
const createWaiting = (most: number, onTooMuch: () => void): ((result: ExecutionResult, waits: boolean) => void) => {
  const sizes: number[] = [];
  let bytes = 0;
  return (result, waits) => {
    if (!waits) {
      bytes -= sizes.shift() ?? 0;
      return;
    }
    const size = JSON.stringify(result).length;
    sizes.push(size);
    bytes += size;
    if (bytes > most) onTooMuch();
  };
};

/** Compression would cost a subgraph's every socket hundreds of kilobytes. */
const plainWebSocket = (handshakeTimeout: number) =>
  class extends WebSocket {
    constructor(url: string, protocols: string[]) {
      super(url, protocols, { perMessageDeflate: false, handshakeTimeout });
    }
  };

const connect = (
  { url, heartbeat = HEARTBEAT, openMs = OPEN_MS }: SubgraphSocketsOptions,
  connectionParams: Record<string, unknown>,
  { onOpen, onNormalClose }: { onOpen: () => void; onNormalClose: () => void },
): Client => {
  let socket: WebSocket | undefined;
  const patience = createPatience(heartbeat.pongMs, () => socket?.terminate());
  return createClient({
    url: url.replace(/^http/, 'ws'),
    webSocketImpl: plainWebSocket(openMs),
    connectionAckWaitTimeout: openMs,
    connectionParams,
    retryAttempts: 0,
    keepAlive: heartbeat.pingMs,
    on: {
      opened: (opened) => {
        socket = opened as WebSocket;
      },
      ping: (received) => {
        if (!received) patience.asked();
      },
      message: patience.heard,
      connected: onOpen,
      closed: (event) => {
        patience.heard();
        // The client itself would subscribe again with what was asked at first: a feed from where it once began.
        if ((event as { code?: number }).code === 1000) onNormalClose();
      },
    },
  });
};

const onlyOnce = (action: () => void): (() => void) => {
  let done = false;
  return () => {
    if (!done) action();
    done = true;
  };
};

const isGraphQLErrors = (error: unknown): error is readonly GraphQLFormattedError[] => Array.isArray(error);

const socketError = (name: string, error: unknown, wasOpen: boolean): Error => {
  const { code, reason, message } = (error ?? {}) as { code?: number; reason?: string; message?: string };
  const why = `${code ?? message ?? 'no code'}${reason ? `: ${reason}` : ''}`;
  if (!wasOpen) return new NeverOpened(`The socket to the subgraph "${name}" could not be opened (${why}).`, { cause: error });
  return error instanceof Error ? error : new GraphQLError(`The socket to the subgraph "${name}" closed (${why}).`);
};
