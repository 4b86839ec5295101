import type { Outlet } from '../live/outlet.ts';
import { textFrame } from './text-frame.ts';
import type { Connection } from './websocket.ts';

const CLOSING_BRACE = Buffer.from('}');

/**
 * One operation's end of a socket. What all clients get alike is not serialised again: a frame is its operation's id and the payload's
 * bytes, written past `ws`, whose sender keeps nothing back without compression.
 */
export const createSocketOutlet = (
  { socket, stream }: Pick<Connection, 'socket' | 'stream'>,
  id: string,
  on: { /** The protocol must not send `complete`. */ forget: () => void; ended: () => void },
): Outlet => {
  const prefix = Buffer.from(`{"id":${JSON.stringify(id)},"type":"next","payload":`);
  const isOpen = (): boolean => socket.readyState === socket.OPEN;
  return {
    waitingBytes: () => stream.writableLength,
    send: ({ bytes }) => {
      if (isOpen()) stream.write(textFrame(prefix, bytes, CLOSING_BRACE));
    },
    whenDrained: (callback) => {
      if (isOpen()) stream.write('', () => callback());
    },
    end: (errors) => {
      if (errors) {
        on.forget();
        if (isOpen()) socket.send(JSON.stringify({ id, type: 'error', payload: errors }));
      }
      on.ended();
    },
  };
};
