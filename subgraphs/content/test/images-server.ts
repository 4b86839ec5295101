import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Resvg } from '@resvg/resvg-js';

export type Received = { path: string; headers: IncomingMessage['headers']; body: Record<string, unknown> };

/** How the server treats one request. */
export type Behaviour = (response: ServerResponse) => void;

/** A PNG of one colour. */
export const plainPng = (color: string, side = 256): Buffer =>
  new Resvg(
    `<svg xmlns="http://www.w3.org/2000/svg" width="${side}" height="${side}"><rect width="100%" height="100%" fill="${color}"/></svg>`,
  )
    .render()
    .asPng();

const json =
  (status: number, body: unknown, headers: Record<string, string> = {}): Behaviour =>
  (response) =>
    void response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));

/** Answers a picture. */
export const paints = (png: Uint8Array): Behaviour => json(200, { created: 1, data: [{ b64_json: Buffer.from(png).toString('base64') }] });

/** Answers where a picture is, which nobody asked for. */
export const pointsTo = (url: string): Behaviour => json(200, { created: 1, data: [{ url }] });

export const fails = (status: number, headers: Record<string, string> = {}): Behaviour =>
  json(status, { error: { message: 'no; your key is sk-secret' } }, headers);

/** Never answers. */
export const hangs: Behaviour = () => {};

/** Drops the connection. */
export const drops: Behaviour = (response) => void response.destroy();

/** A local server that speaks OpenAI's images API. Requests are treated in the order of `behaviours`, the last one repeats. */
export const startImagesServer = async () => {
  const received: Received[] = [];
  let behaviours: Behaviour[] = [];
  const server = createServer(async (request, response) => {
    const text = Buffer.concat(await Array.fromAsync(request)).toString();
    received.push({ path: request.url ?? '', headers: request.headers, body: text === '' ? {} : JSON.parse(text) });
    const next = behaviours.length > 1 ? behaviours.shift() : behaviours[0];
    next?.(response);
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
