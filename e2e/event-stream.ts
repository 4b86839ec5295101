import { setTimeout as pause } from 'node:timers/promises';
import { AnswerError, awaitMessage, type Client, type Data, type LiveStream, operationText } from './client.ts';

const RETRY_MS = 100;

/**
 * Subscribes over server-sent events as a browser's `EventSource` does, and with the client's token: after a stream that ended without `complete` it
 * connects anew and names the last item's id; an answer that is no stream ends it for good.
 */
export const followEvents = (client: Client, operation: string, variables: Record<string, unknown> = {}): LiveStream => {
  const query = operationText(operation);
  const messages: Data[] = [];
  const waiting = new Set<() => void>();
  const leaving = new AbortController();
  let dropping = new AbortController();
  let outcome: { error?: unknown } | null = null;
  let connections = 0;
  let lastId = '';
  const wake = (): void => {
    for (const check of [...waiting]) check();
  };

  /** Reads one stream; resolves with whether the subscription has ended. */
  const read = async (events: AsyncIterable<ServerSentEvent>): Promise<boolean> => {
    for await (const { event, data, id } of events) {
      if (id !== undefined) lastId = id;
      if (event === 'complete') return true;
      if (event !== 'next') continue;
      const result = JSON.parse(data);
      if (!result.data) throw new AnswerError(result.errors);
      messages.push(Object.values(result.data)[0]);
      wake();
    }
    return false;
  };
  const connectOnce = async (): Promise<boolean> => {
    dropping = new AbortController();
    const response = await fetch(`${client.url}/graphql`, {
      method: 'POST',
      headers: {
        accept: 'text/event-stream',
        'content-type': 'application/json',
        ...(client.token ? { authorization: `Bearer ${client.token}` } : {}),
        ...(lastId ? { 'last-event-id': lastId } : {}),
      },
      body: JSON.stringify({ query, variables }),
      signal: AbortSignal.any([leaving.signal, dropping.signal]),
    });
    if (!response.ok || !response.body) throw new NoStream(`${response.status} ${await response.text()}`);
    connections++;
    return read(eventsOf(response.body));
  };
  const follow = async (): Promise<void> => {
    while (!leaving.signal.aborted) {
      const ended = await connectOnce().catch((error: unknown) => {
        if (error instanceof AnswerError || error instanceof NoStream) throw error;
        return false;
      });
      if (ended) return;
      await pause(RETRY_MS, undefined, { signal: leaving.signal }).catch(() => {});
    }
  };
  const ended = follow()
    .then(
      () => {
        outcome = {};
      },
      (error: unknown) => {
        outcome = { error };
        throw error;
      },
    )
    .finally(wake);
  ended.catch(() => {});
  return {
    messages,
    ended,
    until: (accept, within = 30_000) => awaitMessage({ messages, waiting, hasEnded: () => outcome, accept, within, query }),
    sockets: () => connections,
    dropSocket: () => dropping.abort(),
    stop: async () => {
      leaving.abort();
      await ended.catch(() => {});
    },
  };
};

/** What a browser gives up at: an answer of another status. */
class NoStream extends Error {}

type ServerSentEvent = { event?: string; data: string; id?: string };

/** The events of a response (WHATWG HTML §9.2.6), as our gateway writes them: lines end with a line feed. */
async function* eventsOf(body: ReadableStream<Uint8Array>): AsyncGenerator<ServerSentEvent> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of body) {
    text += decoder.decode(chunk, { stream: true });
    const blocks = text.split('\n\n');
    text = blocks.pop() ?? '';
    for (const block of blocks) yield eventOf(block);
  }
}

const eventOf = (block: string): ServerSentEvent => {
  const fields = [...block.matchAll(/^(event|data|id): ?(.*)$/gm)].map(([, name = '', value = '']) => [name, value]);
  return { data: '', ...Object.fromEntries(fields) };
};
