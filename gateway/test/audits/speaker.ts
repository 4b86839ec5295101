import { once } from 'node:events';
import { WebSocket } from 'ws';
import { eventually } from '#kit/testing/eventually.ts';

export type Heard = { type: string; id?: string; payload?: unknown };

/** One end of a socket that says what it is told to, right or wrong. */
export type Speaker = {
  socket: WebSocket;
  heard: Heard[];
  say: (message: object | string) => void;
  hears: (type: string, id?: string) => Promise<Heard>;
  /** The code it is closed with. */
  closed: () => Promise<number>;
};

/** @param url of the endpoint over HTTP */
export const openSocket = async (url: string, protocols: string[] = ['graphql-transport-ws']): Promise<Speaker> => {
  const socket = new WebSocket(url.replace(/^http/, 'ws'), protocols);
  const heard: Heard[] = [];
  let code: number | undefined;
  socket.on('message', (text) => heard.push(JSON.parse(String(text))));
  socket.on('close', (closeCode) => {
    code = closeCode;
  });
  await once(socket, 'open');
  return {
    socket,
    heard,
    say: (message) => socket.send(typeof message === 'string' ? message : JSON.stringify(message)),
    hears: async (type, id) => {
      const find = (): Heard | undefined => heard.find((message) => message.type === type && message.id === id);
      await eventually(() => find() !== undefined);
      return find() as Heard;
    },
    closed: async () => {
      await eventually(() => code !== undefined);
      return code as number;
    },
  };
};

/** A socket that is acknowledged. */
export const openReadySocket = async (url: string, payload: object = {}): Promise<Speaker> => {
  const speaker = await openSocket(url);
  speaker.say({ type: 'connection_init', payload });
  await speaker.hears('connection_ack');
  return speaker;
};
