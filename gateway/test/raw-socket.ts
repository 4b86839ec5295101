import { WebSocket } from 'ws';
import { eventually } from '#kit/testing/eventually.ts';

// biome-ignore lint/suspicious/noExplicitAny: payloads are as loose as the operations of the tests
export type Message = { type: string; id?: string; payload?: any };

/** A socket that speaks graphql-transport-ws by hand. */
export type RawSocket = {
  socket: WebSocket;
  heard: Message[];
  closes: { code: number; reason: string }[];
  say(message: object | string): void;
  subscribe(id: string, query: string, variables?: Record<string, unknown>): void;
  /** The results of one operation. */
  results(id: string): unknown[];
};

/** What opens a socket, for a client that speaks no WebSocket from there on. */
export const UPGRADE = [
  'GET /graphql HTTP/1.1',
  'Host: x',
  'Upgrade: websocket',
  'Connection: Upgrade',
  'Sec-WebSocket-Version: 13',
  'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
  'Sec-WebSocket-Protocol: graphql-transport-ws',
  '\r\n',
].join('\r\n');

type RawSocketOptions = { init?: boolean; params?: object; protocol?: string; headers?: Record<string, string> };

/** Opens a socket; initialises it unless `init` is false. */
export const rawSocket = async (
  url: string,
  { init = true, params = {}, protocol = 'graphql-transport-ws', headers = {} }: RawSocketOptions = {},
): Promise<RawSocket> => {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/graphql`, protocol === '' ? [] : [protocol], { headers });
  const heard: Message[] = [];
  const closes: RawSocket['closes'] = [];
  socket.on('message', (text) => heard.push(JSON.parse(String(text))));
  socket.on('close', (code, reason) => closes.push({ code, reason: String(reason) }));
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
  const say = (message: object | string): void => socket.send(typeof message === 'string' ? message : JSON.stringify(message));
  if (init) {
    say({ type: 'connection_init', payload: params });
    await eventually(() => heard.some(({ type }) => type === 'connection_ack'));
  }
  return {
    socket,
    heard,
    closes,
    say,
    subscribe: (id, query, variables = {}) => say({ type: 'subscribe', id, payload: { query, variables } }),
    results: (id) => heard.filter((message) => message.type === 'next' && message.id === id).map(({ payload }) => payload),
  };
};
