import { setTimeout as pause } from 'node:timers/promises';
import { createClient } from 'graphql-ws';
import WebSocket from 'ws';
import type { Data } from '../client.ts';

const ANSWER_MS = 5_000;

/** Gives up a server that does not answer the handshake. */
class PatientWebSocket extends WebSocket {
  constructor(address: string, protocols?: string | string[]) {
    super(address, protocols, { handshakeTimeout: ANSWER_MS });
    this.on('error', () => {});
  }
}

export type Followed = {
  /** A gateway, asked for each connection. */
  gateway: () => string;
  token?: () => Promise<string>;
  text: string;
  /** Asked for each connection: a feed resumes behind its last cursor. */
  variables: () => Record<string, unknown>;
  onConnect?: () => void;
  onValue: (value: Data) => void;
};

/**
 * Subscribes as a front end does, through bad connections and gateways that go away: it connects anew, to another gateway perhaps, until
 * `signal` is aborted.
 */
export const follow = async (followed: Followed, signal: AbortSignal): Promise<void> => {
  while (!signal.aborted) {
    await connectOnce(followed, signal).catch(() => {});
    await pause(200 + Math.random() * 600, undefined, { signal }).catch(() => {});
  }
};

const connectOnce = async ({ gateway, token, text, variables, onConnect, onValue }: Followed, signal: AbortSignal): Promise<void> => {
  const connectionParams = token ? { authorization: `Bearer ${await token()}` } : {};
  let socket: WebSocket | null = null;
  let overdue: NodeJS.Timeout | undefined;
  const client = createClient({
    url: `${gateway().replace(/^http/, 'ws')}/graphql`,
    webSocketImpl: PatientWebSocket,
    connectionParams,
    connectionAckWaitTimeout: ANSWER_MS,
    keepAlive: ANSWER_MS,
    retryAttempts: 0,
    on: {
      opened: (opened) => {
        socket = opened as WebSocket;
      },
      ping: (received) => {
        if (!received) overdue = setTimeout(() => socket?.terminate(), ANSWER_MS);
      },
      pong: (received) => {
        if (received) clearTimeout(overdue);
      },
    },
  });
  const stop = (): void => {
    socket?.terminate();
    client.terminate();
  };
  signal.addEventListener('abort', stop);
  try {
    onConnect?.();
    for await (const { data } of client.iterate<Record<string, Data>>({ query: text, variables: variables() })) {
      const value = Object.values(data ?? {})[0];
      if (value && !signal.aborted) onValue(value);
    }
  } finally {
    signal.removeEventListener('abort', stop);
    clearTimeout(overdue);
    await client.dispose();
  }
};
