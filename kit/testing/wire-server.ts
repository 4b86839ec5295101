import type { IncomingMessage, ServerResponse } from 'node:http';
import { type LocalServer, startLocalServer } from './local-server.ts';

/** A request whose body is JSON; `{}` for none. */
export type Received = { path: string; headers: IncomingMessage['headers']; body: Record<string, unknown> };

/** How the server treats one request. */
export type Behaviour = (response: ServerResponse, received: Received) => void;

/** Answers JSON. */
export const json =
  (status: number, body: unknown, headers: Record<string, string> = {}): Behaviour =>
  (response) =>
    void response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));

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

/** Answers a page in place of JSON. */
export const babbles: Behaviour = (response) => void response.writeHead(200, { 'content-type': 'text/html' }).end('<html>');

/** Sends the caller elsewhere, with whatever it carries. */
export const redirects =
  (location: string): Behaviour =>
  (response) =>
    void response.writeHead(307, { location }).end();

export type WireServer = LocalServer & {
  /** Since the last `behaves`. */
  received: readonly Received[];
  /** Requests are treated in this order, and the last one's way from then on. */
  behaves(...next: Behaviour[]): void;
};

/** A local server of a JSON API, which treats requests as the test says. */
export const startWireServer = async (): Promise<WireServer> => {
  const received: Received[] = [];
  let behaviours: Behaviour[] = [];
  const server = await startLocalServer(async (request, response) => {
    const text = Buffer.concat(await Array.fromAsync(request)).toString();
    const one = { path: request.url ?? '', headers: request.headers, body: text === '' ? {} : JSON.parse(text) };
    received.push(one);
    const next = behaviours.length > 1 ? behaviours.shift() : behaviours[0];
    next?.(response, one);
  });
  return {
    ...server,
    received,
    behaves: (...next) => {
      behaviours = next;
      received.length = 0;
    },
  };
};
