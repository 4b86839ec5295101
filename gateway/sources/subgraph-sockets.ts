import { type ExecutionResult, GraphQLError, type GraphQLFormattedError } from 'graphql';
import { type Client, createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import type { SubgraphHeaders, SubgraphRequest } from '#kit/subgraph.ts';
import { createMailbox } from '../live/mailbox.ts';

/** Subscriptions at one subgraph over graphql-transport-ws: one socket for each identity, shared by all its subscriptions. */
export type SubgraphSockets = {
  /** The stream throws when the socket drops; errors of the operation are a result, after which it ends. */
  subscribe(request: SubgraphRequest): AsyncGenerator<ExecutionResult>;
  close(): Promise<void>;
};

type Socket = { client: Client; subscriptions: number };

const PING_MS = 10_000;
const PONG_MS = 5_000;

export const createSubgraphSockets = ({
  name,
  url,
  gatewaySecret,
}: {
  name: string;
  url: string;
  gatewaySecret: string;
}): SubgraphSockets => {
  const sockets = new Map<string, Socket>();
  const acquire = (scope: string, headers: SubgraphHeaders): Socket => {
    const known = sockets.get(scope);
    if (known) return known;
    const identity = { authorization: headers.authorization, 'x-token-refused': headers['x-token-refused'] };
    const socket = { client: connect(url, { ...identity, 'x-gateway-secret': gatewaySecret }), subscriptions: 0 };
    sockets.set(scope, socket);
    return socket;
  };
  const release = (scope: string, socket: Socket): void => {
    socket.subscriptions--;
    if (socket.subscriptions > 0) return;
    if (sockets.get(scope) === socket) sockets.delete(scope);
    void socket.client.dispose();
  };
  return {
    subscribe: ({ query, operationName, variables, headers, signal }) => {
      const scope = JSON.stringify([headers.authorization, headers['x-token-refused']]);
      const socket = acquire(scope, headers);
      socket.subscriptions++;
      const results = createMailbox<ExecutionResult>('all', () => unsubscribe());
      const once = onlyOnce(() => release(scope, socket));
      const stop = socket.client.subscribe(
        { query, operationName, variables, extensions: { headers: operationHeaders(headers) } },
        {
          next: (result) => results.push(result as ExecutionResult),
          error: (error) => {
            if (isGraphQLErrors(error)) {
              results.push({ errors: error as unknown as GraphQLError[] });
              results.end();
            } else results.fail(socketError(name, error));
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
      signal?.addEventListener('abort', () => void results.return(undefined), { once: true });
      return results;
    },
    close: async () => {
      await Promise.all([...sockets.values()].map(({ client }) => client.dispose()));
      sockets.clear();
    },
  };
};

/** Everything but the identity, which is the socket's. */
const operationHeaders = ({ authorization: _token, 'x-token-refused': _refused, ...headers }: SubgraphHeaders): SubgraphHeaders => headers;

const connect = (url: string, connectionParams: Record<string, unknown>): Client => {
  let socket: WebSocket | undefined;
  let unanswered: NodeJS.Timeout | undefined;
  return createClient({
    url: url.replace(/^http/, 'ws'),
    webSocketImpl: WebSocket,
    connectionParams,
    retryAttempts: 0,
    keepAlive: PING_MS,
    on: {
      opened: (opened) => {
        socket = opened as WebSocket;
      },
      ping: (received) => {
        if (!received) unanswered = setTimeout(() => socket?.terminate(), PONG_MS);
      },
      pong: (received) => {
        if (received) clearTimeout(unanswered);
      },
      closed: () => clearTimeout(unanswered),
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

const socketError = (name: string, error: unknown): Error => {
  if (error instanceof Error) return error;
  const { code, reason } = (error ?? {}) as { code?: number; reason?: string };
  return new GraphQLError(`The socket to the subgraph "${name}" closed (${code ?? 'no code'}${reason ? `: ${reason}` : ''}).`);
};
