import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import type { ExecutionResult } from 'graphql';
import { CloseCode, type Context } from 'graphql-ws';
import { type Extra, useServer } from 'graphql-ws/use/ws';
import { WebSocketServer } from 'ws';
import type { Identify } from '../identity.ts';
import { BODY_BYTES } from '../limits.ts';
import type { Operation, Operations } from '../operations.ts';
import type { Revocations } from '../revocations.ts';
import { requestScope } from './request-headers.ts';
import { createSocketSession, type SocketSession } from './socket-session.ts';

export type WebSocketOptions = {
  operations: Operations;
  identify: Identify;
  revocations: Revocations;
  /** The client's address, with trusted proxies taken into account. */
  addressOf: (request: IncomingMessage) => string;
};

type SocketContext = Context<Record<string, unknown>, Extra & { session?: SocketSession }>;

const PATH = '/graphql';
const PING_MS = 12_000;
/** A client that does not answer the close is cut off after so long. */
const CLOSE_MS = 2_000;

/** Serves graphql-transport-ws on `/graphql`: all kinds of operations, with the identity of `connectionParams.authorization`. */
export const serveWebSockets = (app: FastifyInstance, options: WebSocketOptions): void => {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: BODY_BYTES });
  const serving = useServer<Record<string, unknown>, { session?: SocketSession }>(
    {
      onConnect: (context) => connect(context, options),
      onPing: (context, payload) => context.extra.session?.refresh(payload?.authorization),
      onClose: (context) => context.extra.session?.close(),
      onSubscribe: async (context, _id, payload) => {
        const { document, hash, errors } = options.operations.read(payload.query);
        if (!document) return errors;
        await context.extra.session?.refresh(payload.extensions?.authorization);
        const operation = toOperation(context, options, {
          document,
          hash,
          operationName: payload.operationName,
          variables: payload.variables ?? {},
        });
        return { schema: options.operations.supergraph.schema, document, operationName: payload.operationName, contextValue: operation };
      },
      execute: ({ contextValue }) => options.operations.answer(contextValue as Operation),
      subscribe: ({ contextValue }) =>
        options.operations.stream(contextValue as Operation) as AsyncGenerator<ExecutionResult> | Promise<ExecutionResult>,
    },
    sockets,
    PING_MS,
  );
  app.server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    if (request.url?.split('?')[0] !== PATH) return socket.destroy();
    sockets.handleUpgrade(request, socket, head, (client) => sockets.emit('connection', client, request));
  });
  app.addHook('preClose', async () => {
    const impatience = setTimeout(() => sockets.clients.forEach((client) => void client.terminate()), CLOSE_MS);
    await serving.dispose();
    clearTimeout(impatience);
  });
};

/** The address that `proxies` proxies before the gateway vouch for; the same as fastify's `request.ip`. */
export const clientAddress = ({ headers, socket }: IncomingMessage, proxies: number): string => {
  const forwarded = proxies > 0 ? String(headers['x-forwarded-for'] ?? '').split(',') : [];
  const addresses = [
    socket.remoteAddress ?? '',
    ...forwarded
      .map((address) => address.trim())
      .filter(Boolean)
      .reverse(),
  ];
  return addresses[Math.min(proxies, addresses.length - 1)]!;
};

const connect = async (context: SocketContext, { identify, revocations }: WebSocketOptions): Promise<void> => {
  const close = (reason: string): void => context.extra.socket.close(CloseCode.Forbidden, reason);
  context.extra.session = createSocketSession({ identify, revocations, close });
  await context.extra.session.refresh(context.connectionParams?.authorization ?? context.connectionParams?.Authorization);
};

/** Headers are read anew whenever they are needed: the session may get a fresh token while a subscription runs. */
const toOperation = (
  context: SocketContext,
  { addressOf }: WebSocketOptions,
  asked: Pick<Operation, 'document' | 'hash' | 'operationName' | 'variables'>,
): Operation => {
  const { request, session } = context.extra;
  const scope = requestScope(request.headers, addressOf(request), session!.caller());
  return {
    ...asked,
    traceId: scope.traceId,
    sessionId: scope.sessionId,
    identity: scope.identity,
    get headers() {
      return { ...scope.headers, authorization: undefined, 'x-token-refused': undefined, ...session!.caller().headers };
    },
  };
};
