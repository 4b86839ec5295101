/**
 * The doorbell (spec §3): "look again", across processes. A ring carries no data and may be lost; the database or the store is
 * the truth, and every listener re-reads slowly on its own. Adapters: LISTEN/NOTIFY (embedded) and Redis pub/sub.
 */
export type Doorbell = {
  /** Rings each bell once; rings within a few milliseconds are coalesced. Never rejects: a failed ring is logged. */
  ring(...bells: string[]): void;
  /** Calls `onRing` after each ring, in every process, and once after a lost connection is restored. Returns the way to stop; resolves when listening has begun. */
  listen(bell: string, onRing: () => void): Promise<() => void>;
  /** Rejects when the connection is not up. */
  ping(): Promise<void>;
  close(): Promise<void>;
};
