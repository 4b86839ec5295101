/** Something that shows now and then that it is alive. */
export type Beating = {
  /** Asks for a sign of life, or ends what has given none since the last time. */
  beat(): void;
};

export type Heartbeats = { add(beating: Beating): () => void; stop(): void };

/** A client that lives takes so much at least between two heartbeats: at the standard interval 16 kB a second. */
const BYTES_PER_BEAT = 192 * 1024;
/** More does not wait for a client that lives, and one for which more waits is read no further. */
export const WAITING_BYTES = 1024 * 1024;

/** How many heartbeats a client may let pass that has so many bytes to take before it can give a sign of life. */
export const beatsFor = (bytes: number): number => Math.floor(Math.min(bytes, WAITING_BYTES) / BYTES_PER_BEAT);

/** Spreads the heartbeats of all connections evenly over the interval. */
const SLOTS = 24;

export const createHeartbeats = (intervalMs: number): Heartbeats => {
  const slots = Array.from({ length: SLOTS }, () => new Set<Beating>());
  let added = 0;
  let turn = 0;
  const timer = setInterval(() => {
    turn = (turn + 1) % SLOTS;
    for (const beating of slots[turn]!) beating.beat();
  }, intervalMs / SLOTS);
  timer.unref();
  return {
    add: (beating) => {
      const slot = slots[added++ % SLOTS]!;
      slot.add(beating);
      return () => void slot.delete(beating);
    },
    stop: () => clearInterval(timer),
  };
};
