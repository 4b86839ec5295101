import type { Operation } from '../operations.ts';
import type { ConnectionSession } from './connection-session.ts';
import type { RequestScope } from './request-headers.ts';

/** What a client asks for on a long connection. */
export type Asked = Pick<Operation, 'document' | 'hash' | 'operationName' | 'variables' | 'showCost' | 'after'>;

/**
 * An operation of a long connection. Headers and identity are read anew whenever they are needed: the session
 * may get a fresh token while it runs.
 */
export const sessionOperation = (scope: RequestScope, session: ConnectionSession, asked: Asked): Operation => ({
  ...asked,
  showCost: asked.showCost || scope.showCost,
  traceId: scope.traceId,
  sessionId: scope.sessionId,
  get identity() {
    return session.caller().identity;
  },
  get headers() {
    return { ...scope.headers, authorization: undefined, 'x-token-refused': undefined, ...session.caller().headers };
  },
});
