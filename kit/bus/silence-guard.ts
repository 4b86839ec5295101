import type { Socket } from 'node:net';

export type SilenceGuardOptions = {
  /** Milliseconds that a request may be without an answer. */
  patienceMs: (request: Uint8Array) => number;
  /** Milliseconds between two looks; a second by default. */
  tickMs?: number;
};

export type SilenceGuard = {
  /** Watches a connection from its beginning on. What is written to it has to be a request that is answered. */
  watch: <Watched extends Socket>(socket: Watched) => Watched;
};

/** `owed` is what may still pass, and what has passed, since the first request without an answer. */
type Watched = { socket: Socket; to: string; silentMs: number; owed: { leftMs: number; waitedMs: number } | null };

/**
 * Ends connections that died without a word: an answer is owed for longer than the request takes, and nothing came meanwhile. Those to the same
 * server that have been silent as long go with it, since each would find out alone, one after the other. Time is counted in ticks
 * of this process: one that stood still does not take its own absence for the server's.
 */
export const createSilenceGuard = ({ patienceMs, tickMs = 1_000 }: SilenceGuardOptions): SilenceGuard => {
  const open = new Set<Watched>();

  const look = (one: Watched): void => {
    one.silentMs += tickMs;
    if (one.owed === null) return;
    one.owed.leftMs -= tickMs;
    one.owed.waitedMs += tickMs;
    if (one.owed.leftMs > 0) return;
    const { waitedMs } = one.owed;
    for (const { socket, to, silentMs } of [...open]) {
      if (to === one.to && silentMs >= waitedMs - tickMs) socket.destroy(new Error(`Nothing came for ${silentMs} ms.`));
    }
  };

  return {
    watch: (socket) => {
      const one: Watched = { socket, to: '', silentMs: 0, owed: null };
      open.add(one);
      const timer = setInterval(() => look(one), tickMs).unref();
      onWrite(socket, (request) => {
        one.owed ??= { leftMs: 0, waitedMs: 0 };
        one.owed.leftMs = Math.max(one.owed.leftMs, patienceMs(request));
      });
      socket.once('connect', () => {
        one.to = `${socket.remoteAddress} ${socket.remotePort}`;
      });
      socket.on('data', () => {
        one.owed = null;
        one.silentMs = 0;
      });
      socket.once('close', () => {
        clearInterval(timer);
        open.delete(one);
      });
      return socket;
    },
  };
};

const onWrite = (socket: Socket, listener: (request: Uint8Array) => void): void => {
  const write = socket.write.bind(socket) as (...all: unknown[]) => boolean;
  socket.write = (...all: unknown[]): boolean => {
    if (all[0] instanceof Uint8Array) listener(all[0]);
    return write(...all);
  };
};
