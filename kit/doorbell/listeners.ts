import type { Logger } from 'pino';
import type { OnRing } from './doorbell.ts';

/** Who waits for which bell in this process; shared by the adapters. What a listener throws is logged. */
export type Listeners = {
  /** Returns the way to stop. */
  add(bell: string, onRing: OnRing): () => void;
  /** @param trace of the change, '' when it is not known */
  ring(bell: string, trace?: string): void;
  ringAll(): void;
  /** The bells that somebody waits for. */
  bells(): string[];
  /** Whether somebody waits for it. */
  has(bell: string): boolean;
};

export const createListeners = (log: Logger): Listeners => {
  const byBell = new Map<string, Set<OnRing>>();
  const call = (onRing: OnRing, trace: string): void => {
    try {
      onRing(trace || undefined);
    } catch (error) {
      log.error({ err: error }, 'a listener of the doorbell failed');
    }
  };
  const ring = (bell: string, trace = ''): void => {
    for (const onRing of [...(byBell.get(bell) ?? [])]) call(onRing, trace);
  };
  return {
    add: (bell, onRing) => {
      const listener: OnRing = (traceparent) => onRing(traceparent);
      const listeners = byBell.get(bell) ?? new Set();
      byBell.set(bell, listeners.add(listener));
      return () => {
        listeners.delete(listener);
        if (listeners.size === 0 && byBell.get(bell) === listeners) byBell.delete(bell);
      };
    },
    ring,
    ringAll: () => {
      for (const bell of [...byBell.keys()]) ring(bell);
    },
    bells: () => [...byBell.keys()],
    has: (bell) => byBell.has(bell),
  };
};
