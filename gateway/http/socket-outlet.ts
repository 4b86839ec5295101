import type { Outlet } from '../live/outlet.ts';
import type { Payload } from '../live/payload.ts';
import { textFrameHead } from './text-frame.ts';
import type { Connection } from './websocket.ts';

/** Beyond, a message is written in pieces, so that all who wait for it share its bytes; below, one string costs less. */
const SHARED_BYTES = 16 * 1024;

/**
 * One operation's end of a socket. What all clients get alike is not serialised again: a frame is its operation's id and the payload's
 * bytes, written past `ws`, whose sender keeps nothing back without compression.
 */
export const createSocketOutlet = (
  { socket, stream, places }: Pick<Connection, 'socket' | 'stream' | 'places'>,
  id: string,
  on: { /** The protocol must not send `complete`. */ forget: () => void; ended: () => void },
): Outlet => {
  const opening = Buffer.from(`{"id":${JSON.stringify(id)},"type":"next","payload":`).toString('latin1');
  const isOpen = (): boolean => socket.readyState === socket.OPEN;
  let start = '';
  let startsLength = -1;
  const startOf = (length: number): string => {
    if (length !== startsLength) start = textFrameHead(opening.length + length + 1) + opening;
    startsLength = length;
    return start;
  };
  const writeInPieces = ({ bytes }: Payload): void => {
    stream.cork();
    stream.write(startOf(bytes.length), 'latin1');
    stream.write(bytes);
    stream.write('}', 'latin1');
    stream.uncork();
  };
  return {
    waitingBytes: () => stream.writableLength,
    send: (payload) => {
      if (!isOpen()) return;
      const { length } = payload.bytes;
      if (length > SHARED_BYTES) writeInPieces(payload);
      else stream.write(`${startOf(length)}${payload.characters}}`, 'latin1');
    },
    whenDrained: (callback) => {
      if (isOpen()) stream.write('', () => callback());
    },
    resumesAfter: (cursor) => void places.set(id, cursor),
    end: (errors) => {
      places.delete(id);
      if (errors) {
        on.forget();
        if (isOpen()) socket.send(JSON.stringify({ id, type: 'error', payload: errors }));
      }
      on.ended();
    },
  };
};
