import { readFileSync } from 'node:fs';
import { createClient, type Client as SocketClient } from 'graphql-ws';
import WebSocket from 'ws';

// biome-ignore lint/suspicious/noExplicitAny: answers are as loose as the operations of schema/operations
export type Data = any;

/** An answer that had errors and no data; `code` is that of the first. */
export class AnswerError extends Error {
  readonly code: string;
  readonly errors: { message: string; path?: (string | number)[]; extensions?: { code?: string; field?: string; retryAfter?: number } }[];

  constructor(errors: AnswerError['errors']) {
    super(errors.map(({ message, extensions }) => `${extensions?.code}: ${message}`).join('; '));
    this.name = 'AnswerError';
    this.errors = errors;
    this.code = errors[0]?.extensions?.code ?? 'UNKNOWN';
  }
}

/** The values of one subscription, as they came. */
export type LiveStream = {
  messages: Data[];
  /** The first value, already here or still to come, that `accept` takes. Rejects after `within` milliseconds (30,000) or when the stream ends without it. */
  until: (accept: (value: Data) => boolean, within?: number) => Promise<Data>;
  /** Settles when the stream has ended; rejects when it ended with an error. */
  ended: Promise<void>;
  /** The sockets it has had so far: 1 while nothing has cut it. */
  sockets: () => number;
  /** Cuts the connection as a bad network would; the client reconnects by itself. */
  dropSocket: () => void;
  stop: () => Promise<void>;
};

/** A front end of Madang that knows nothing but `fetch` and graphql-ws. */
export type Client = {
  url: string;
  /** The access token it sends, if any. */
  token: string | null;
  /** Runs the operation of `schema/operations/{name}.graphql` (or the text itself); resolves with `data`, rejects with an AnswerError when there is none. */
  ask: (operation: string, variables?: Record<string, unknown>) => Promise<Data>;
  /** The whole answer, partial data and errors included. */
  askRaw: (operation: string, variables?: Record<string, unknown>) => Promise<{ data?: Data; errors?: AnswerError['errors'] }>;
  live: (operation: string, variables?: Record<string, unknown>) => LiveStream;
  /** The same front end with another token, or none. */
  as: (token: string | null) => Client;
};

/** The text of `schema/operations/{name}.graphql`, or the text itself. */
export const operationText = (operation: string): string =>
  /[{ ]/.test(operation) ? operation : readFileSync(new URL(`../schema/operations/${operation}.graphql`, import.meta.url), 'utf8');

/** @param urls the gateways', e.g. `http://127.0.0.1:4000`; one after the other is asked, as behind a load balancer */
export const connect = (urls: string | readonly [string, ...string[]], token: string | null = null): Client => {
  const gateways = typeof urls === 'string' ? ([urls] as const) : urls;
  let turn = 0;
  const next = (): string => gateways[turn++ % gateways.length] ?? gateways[0];
  const askRaw: Client['askRaw'] = async (operation, variables = {}) => {
    const response = await fetch(`${next()}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(token ? { authorization: `Bearer ${token}` } : {}) },
      body: JSON.stringify({ query: operationText(operation), variables }),
    });
    return (await response.json()) as Awaited<ReturnType<Client['askRaw']>>;
  };
  return {
    url: gateways[0],
    token,
    askRaw,
    ask: async (operation, variables) => {
      const { data, errors } = await askRaw(operation, variables);
      if (errors && (!data || Object.values(data).every((value) => value === null))) throw new AnswerError(errors);
      return data;
    },
    live: (operation, variables = {}) => openStream(next(), token, operationText(operation), variables),
    as: (other) => connect(gateways, other),
  };
};

/** A feed is resumed after the last item that came, as front ends do: what is asked again has its cursor. */
const openStream = (url: string, token: string | null, query: string, given: Record<string, unknown>): LiveStream => {
  const variables = { ...given };
  const isFeed = query.includes('$after');
  const messages: Data[] = [];
  const waiting = new Set<() => void>();
  let socket: WebSocket | null = null;
  let sockets = 0;
  let outcome: { error?: unknown } | null = null;
  const wake = (): void => {
    for (const check of [...waiting]) check();
  };
  const client: SocketClient = createClient({
    url: `${url.replace(/^http/, 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    connectionParams: token ? { authorization: `Bearer ${token}` } : {},
    retryAttempts: 600,
    retryWait: () => new Promise((resume) => setTimeout(resume, 100)),
    shouldRetry: () => true,
    on: {
      connected: (connected) => {
        socket = connected as WebSocket;
        sockets++;
      },
    },
  });
  const ended = (async () => {
    try {
      for await (const { data, errors } of client.iterate<Record<string, Data>>({ query, variables })) {
        if (errors && !data) throw new AnswerError(errors as unknown as AnswerError['errors']);
        const value = Object.values(data ?? {})[0];
        messages.push(value);
        if (isFeed && value?.cursor) variables.after = value.cursor;
        wake();
      }
      outcome = {};
    } catch (error) {
      outcome = { error };
      throw Array.isArray(error) ? new AnswerError(error) : error;
    } finally {
      wake();
    }
  })();
  ended.catch(() => {});
  return {
    messages,
    ended,
    until: (accept, within = 30_000) => awaitMessage({ messages, waiting, hasEnded: () => outcome, accept, within, query }),
    sockets: () => sockets,
    dropSocket: () => socket?.terminate(),
    stop: async () => {
      await client.dispose();
      await ended.catch(() => {});
    },
  };
};

type Waiting = {
  messages: readonly Data[];
  waiting: Set<() => void>;
  hasEnded: () => { error?: unknown } | null;
  accept: (value: Data) => boolean;
  within: number;
  query: string;
};

/** The first message that `accept` takes, among those that came and those that still come; each of `waiting` is to be called after a change. */
export const awaitMessage = ({ messages, waiting, hasEnded, accept, within, query }: Waiting): Promise<Data> =>
  new Promise((resolve, reject) => {
    let seen = 0;
    const settle = (finish: () => void): void => {
      clearTimeout(timer);
      waiting.delete(check);
      finish();
    };
    const check = (): void => {
      const found = messages.slice(seen).find(accept);
      seen = messages.length;
      const outcome = hasEnded();
      if (found !== undefined) settle(() => resolve(found));
      else if (outcome)
        settle(() =>
          reject(
            outcome.error
              ? errorOf(outcome.error)
              : new Error(`The stream ended without it: ${query}\nLast: ${JSON.stringify(messages.at(-1))}`),
          ),
        );
    };
    const timer = setTimeout(
      () => settle(() => reject(new Error(`Not pushed within ${within} ms: ${accept}\nLast: ${JSON.stringify(messages.at(-1))}`))),
      within,
    );
    waiting.add(check);
    check();
  });

const errorOf = (error: unknown): unknown => (Array.isArray(error) ? new AnswerError(error) : error);
