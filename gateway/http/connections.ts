import { setTimeout as wait } from 'node:timers/promises';
import { clientNetwork } from '#kit/client-network.ts';
import { endingMessages, type Words } from '#schema/errors.ts';
import type { LiveMetrics } from '../live/live-metrics.ts';

export type Transport = 'websocket' | 'sse' | 'multipart';

/** The long connections of this process, of every transport. */
export type Connections = {
  /**
   * Counts a connection in; null when its address has too many (an IPv6 network of /64 counts as one). `end`
   * closes it with a reason, when it may.
   */
  open(address: string, transport: Transport, end: (reason: Words) => void | Promise<void>): { closed(): void } | null;
  readonly draining: boolean;
  /**
   * Takes no more, and closes all, spread at random so that clients do not come back at once. Resolves when
   * all are told and have ended what may not be cut off.
   */
  drain(): Promise<void>;
};

export type ConnectionsOptions = {
  metrics: LiveMetrics;
  perAddress: number;
  /** Milliseconds over which all connections are closed. */
  drainMs: number;
};

/** A few connections need no long spread. */
const SPREAD_PER_CONNECTION_MS = 5;

export const createConnections = ({ metrics, perAddress, drainMs }: ConnectionsOptions): Connections => {
  const ends = new Set<(reason: Words) => void | Promise<void>>();
  const counts = new Map<string, number>();
  let draining = false;
  const count = (address: string, change: number): void => {
    const next = (counts.get(address) ?? 0) + change;
    if (next > 0) counts.set(address, next);
    else counts.delete(address);
  };
  return {
    get draining() {
      return draining;
    },
    open: (from, transport, end) => {
      const address = clientNetwork(from);
      if (draining || (counts.get(address) ?? 0) >= perAddress) return null;
      const own = (reason: Words) => end(reason);
      ends.add(own);
      count(address, 1);
      metrics.sockets.inc({ transport });
      return {
        closed: () => {
          if (!ends.delete(own)) return;
          count(address, -1);
          metrics.sockets.dec({ transport });
        },
      };
    },
    drain: async () => {
      draining = true;
      const spreadMs = Math.min(drainMs, ends.size * SPREAD_PER_CONNECTION_MS);
      const begun = performance.now();
      const due = [...ends].map((end) => ({ end, at: Math.random() * spreadMs })).sort((a, b) => a.at - b.at);
      const ending: (void | Promise<void>)[] = [];
      for (const { end, at } of due) {
        const early = at - (performance.now() - begun);
        if (early > 1) await wait(early);
        if (ends.has(end)) ending.push(end(endingMessages.RESTARTING));
      }
      await Promise.all(ending);
    },
  };
};
