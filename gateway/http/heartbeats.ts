/** Something that shows now and then that it is alive. */
export type Beating = {
  /** Asks for a sign of life, or ends what has given none since the last time. */
  beat(): void;
};

export type Heartbeats = { add(beating: Beating): () => void; stop(): void };

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
