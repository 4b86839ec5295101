import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Received = { path: string; headers: IncomingMessage['headers']; body: Record<string, unknown> };

/** How the server treats one request. */
export type Behaviour = (response: ServerResponse, received: Received) => void;

/** Answers JSON. */
export const json =
  (status: number, body: unknown, headers: Record<string, string> = {}): Behaviour =>
  (response) =>
    void response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));

/** What a model says, in the wire format that was asked in; billed 1,000 tokens in and 500 out. */
export const says =
  (text: string, end: 'complete' | 'cut' | 'refused' = 'complete'): Behaviour =>
  (response, received) => {
    const anthropic = {
      id: 'msg_1',
      type: 'message',
      role: 'assistant',
      model: received.body.model,
      content: [{ type: 'text', text }],
      stop_reason: { complete: 'end_turn', cut: 'max_tokens', refused: 'refusal' }[end],
      usage: { input_tokens: 1_000, output_tokens: 500 },
    };
    const message = end === 'refused' ? { role: 'assistant', content: null, refusal: text } : { role: 'assistant', content: text };
    const openai = {
      id: 'chatcmpl-1',
      object: 'chat.completion',
      model: received.body.model,
      choices: [{ index: 0, message, finish_reason: end === 'cut' ? 'length' : 'stop' }],
      usage: { prompt_tokens: 1_000, completion_tokens: 500, total_tokens: 1_500 },
    };
    json(200, received.path.endsWith('/messages') ? anthropic : openai)(response, received);
  };

/** Never answers. */
export const hangs: Behaviour = () => {};

/** Begins its answer and never ends it. */
export const stalls: Behaviour = (response) => void response.writeHead(200, { 'content-type': 'application/json' }).write('{"id":');

/** Answers without end. */
export const pours: Behaviour = (response) => {
  response.writeHead(200, { 'content-type': 'application/json' });
  const pour = (): void => {
    while (!response.destroyed && response.write(' '.repeat(65_536)));
  };
  response.on('drain', pour);
  pour();
};

/** Drops the connection. */
export const drops: Behaviour = (response) => void response.destroy();

/** A local server that speaks Anthropic's Messages API and OpenAI's chat completions. Requests are treated in the order of `behaviours`, the last one repeats. */
export const startModelServer = async () => {
  const received: Received[] = [];
  let behaviours: Behaviour[] = [];
  const server = createServer(async (request, response) => {
    const chunks = await Array.fromAsync(request);
    const one = { path: request.url ?? '', headers: request.headers, body: JSON.parse(Buffer.concat(chunks).toString()) };
    received.push(one);
    const next = behaviours.length > 1 ? behaviours.shift() : behaviours[0];
    next?.(response, one);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    /** Since the last `behaves`. */
    received,
    behaves: (...next: Behaviour[]): void => {
      behaviours = next;
      received.length = 0;
    },
    close: async (): Promise<void> => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
};
