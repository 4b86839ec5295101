import { tracer } from '../telemetry/tracer.ts';
import { currentTraceparent } from '../trace-context.ts';

/**
 * The doorbell (spec §3): "look again", across processes. A ring carries no data and may be lost; the database or the store is
 * the truth, and every listener re-reads slowly on its own. With telemetry on a ring names the trace of the change. Adapters: LISTEN/NOTIFY (embedded) and Redis pub/sub.
 */
export type Doorbell = {
  /** Rings each bell once; rings within a few milliseconds are coalesced. Never rejects: a failed ring is logged. */
  ring(...bells: string[]): void;
  /** Calls `onRing` after each ring, in every process, and once after a lost connection is restored; with the change's trace context if it is known. Returns the way to stop; resolves when listening has begun. */
  listen(bell: string, onRing: OnRing): Promise<() => void>;
  /** Rejects when the connection is not up. */
  ping(): Promise<void>;
  close(): Promise<void>;
};

export type OnRing = (traceparent?: string) => void;

/** The trace context that goes along with a ring; '' for none. */
export const ringTrace = (): string => (tracer() === null ? '' : (currentTraceparent() ?? ''));
