import { GraphQLError } from 'graphql';
import { type Context, makeServer } from 'graphql-ws';
import { languageOf } from '#kit/language.ts';
import { createMailbox } from '../live/mailbox.ts';
import type { Operation, Operations } from '../operations.ts';
import { asksForCost } from '../protection/show-cost.ts';
import { protocolErrorIn } from '../public-errors.ts';
import { requestScope } from './request-headers.ts';
import { sessionOperation } from './session-operation.ts';
import { createSocketOutlet } from './socket-outlet.ts';
import { beginAnswer } from './under-way.ts';
import type { Connection, WebSocketOptions } from './websocket.ts';

type ProtocolOptions = Pick<WebSocketOptions, 'operations' | 'operationsPerSocket' | 'initMs'>;

/** One operation's place on a socket; its id may be another's as soon as it has been completed. */
export type Reserved = { leave?: () => void };

type SocketContext = Context<Record<string, unknown>, Connection>;

/** graphql-transport-ws as the gateway speaks it: who asks is judged first, then what is asked is read and begun. */
export const createSocketProtocol = ({ operations, operationsPerSocket, initMs }: ProtocolOptions) =>
  makeServer<Record<string, unknown>, Connection>({
    connectionInitWaitTimeout: initMs,
    onConnect: async ({ connectionParams, extra }) => {
      extra.showCost = asksForCost(connectionParams);
      await extra.session.refresh(connectionParams?.authorization ?? connectionParams?.Authorization);
    },
    onPing: ({ extra }, payload) => extra.session.refresh(payload?.authorization),
    onSubscribe: async (context, id, payload) => {
      const { session, headers, address, operations: reserved, underWay, socket } = context.extra;
      const spoken = protocolErrorIn(languageOf(headers['accept-language']));
      const own: Reserved = {};
      reserved.get(id)?.leave?.();
      reserved.set(id, own);
      const answered = beginAnswer(underWay);
      const isSuperseded = (): boolean => reserved.get(id) !== own;
      const done = (): void => {
        answered();
        if (!isSuperseded()) reserved.delete(id);
      };
      const read = async (): Promise<Operation | readonly GraphQLError[]> => {
        const isTooMany = reserved.size > operationsPerSocket;
        await session.refresh(payload.extensions?.authorization);
        // Completed, or closed, meanwhile: nobody waits, and with another account's token nothing may be done.
        if (socket.readyState !== socket.OPEN || isSuperseded() || !(id in context.subscriptions)) return [new GraphQLError('Left.')];
        const scope = requestScope(headers, address, session.caller());
        const refusal = operations.admit(scope);
        if (refusal) return [refusal];
        if (isTooMany) return [spoken(tooManyOperations(operationsPerSocket))];
        const text = operations.persisted.resolve(payload);
        if (text instanceof GraphQLError) return [spoken(text)];
        const { document, hash, errors } = operations.read(text ?? '');
        if (!document) return errors.map(spoken);
        const { operationName, variables } = payload;
        const showCost = context.extra.showCost || asksForCost(payload.extensions);
        return sessionOperation(scope, session, { document, hash, operationName, variables: variables ?? {}, showCost });
      };
      const operation = await read().catch((error: unknown) => {
        done();
        throw error;
      });
      if (isSuperseded()) {
        done();
        // The protocol tells operations by their ids alone: of one whose id is another's now it must hear no more.
        return new Promise<never>(() => {});
      }
      if (!('document' in operation)) {
        done();
        return [...operation];
      }
      const { document, operationName } = operation;
      const contextValue: Begun = { operation, context, id, own, answered, done };
      return { schema: operations.supergraph.schema, document, operationName, contextValue };
    },
    execute: ({ contextValue }) => stream(operations, contextValue as Begun),
    subscribe: ({ contextValue }) => {
      (contextValue as Begun).answered();
      return stream(operations, contextValue as Begun);
    },
  });

type Begun = {
  operation: Operation;
  context: SocketContext;
  id: string;
  own: Reserved;
  /** To be called when it is answered. */
  answered: () => void;
  /** To be called when it has ended, too. */
  done: () => void;
};

/** To the protocol every operation is a stream that says nothing until it ends: messages are written to the socket as they are. */
const stream = (operations: Operations, { operation, context, id, own, done }: Begun): AsyncGenerator<never> => {
  const silence = createMailbox<never>('all', () => {
    context.extra.places.delete(id);
    leave();
    done();
  });
  own.leave = () => void silence.return(undefined);
  const forget = (): void => void delete context.subscriptions[id];
  const ended = (): void => {
    silence.end();
    done();
  };
  const leave = operations.subscribe(operation, createSocketOutlet(context.extra, id, { forget, ended }));
  return silence;
};

const tooManyOperations = (max: number): GraphQLError =>
  new GraphQLError(`The socket exceeds the limit "operations" of ${max}. Complete one first.`, {
    extensions: { code: 'BAD_REQUEST', limit: 'operations', max },
  });
