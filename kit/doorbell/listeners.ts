import type { Logger } from 'pino';

/** Who waits for which bell in this process; shared by the adapters. What a listener throws is logged. */
export type Listeners = {
  /** Returns the way to stop. */
  add(bell: string, onRing: () => void): () => void;
  ring(bell: string): void;
  ringAll(): void;
  /** The bells that somebody waits for. */
  bells(): string[];
  /** Whether somebody waits for it. */
  has(bell: string): boolean;
};

export const createListeners = (log: Logger): Listeners => {
  const byBell = new Map<string, Set<() => void>>();
  const call = (onRing: () => void): void => {
    try {
      onRing();
    } catch (error) {
      log.error({ err: error }, 'a listener of the doorbell failed');
    }
  };
  const ring = (bell: string): void => {
    for (const onRing of [...(byBell.get(bell) ?? [])]) call(onRing);
  };
  return {
    add: (bell, onRing) => {
      const listener = () => onRing();
      const listeners = byBell.get(bell) ?? new Set();
      byBell.set(bell, listeners.add(listener));
      return () => {
        listeners.delete(listener);
        if (listeners.size === 0 && byBell.get(bell) === listeners) byBell.delete(bell);
      };
    },
    ring,
    ringAll: () => [...byBell.keys()].forEach(ring),
    bells: () => [...byBell.keys()],
    has: (bell) => byBell.has(bell),
  };
};
