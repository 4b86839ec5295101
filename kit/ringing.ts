import type { Doorbell } from './doorbell/doorbell.ts';
import type { Log } from './log.ts';
import { within } from './within.ts';

/** Bells that a reader listens to, and its pauses between readings. Every pause ends at once when it is stopped. */
export type Ringing = {
  readonly stopped: boolean;
  /** Pauses until a bell rings, or has rung since `heard`; at most `ms` milliseconds. */
  wait(ms: number): Promise<void>;
  /** Pauses `ms` milliseconds, whatever rings. */
  rest(ms: number): Promise<void>;
  /** Forgets the rings so far: call it right before reading, so that one during the reading is not lost. Gives the trace context of the last, if it is known. */
  heard(): string | undefined;
  /** Listens no more and leaves no timer. */
  stop(): void;
};

const PATIENCE_MS = 1_000;

/**
 * Begins to listen. With the doorbell away it resolves after a second all the same: its readers look again slowly on their own, and
 * ring once when it is back.
 */
export const openRinging = async (doorbell: Doorbell, bells: readonly string[], log: Log): Promise<Ringing> => {
  const pauses = createPauses();
  const stops: (() => void)[] = [];
  const listen = async (bell: string): Promise<void> => {
    const stop = await doorbell.listen(bell, pauses.ring);
    if (pauses.stopped) stop();
    else stops.push(stop);
    pauses.ring();
  };
  const listening = Promise.all(bells.map(listen));
  await within(PATIENCE_MS, 'The doorbell', listening).catch((error) => log.warn({ err: error }, 'listening for bells has not begun'));
  return {
    get stopped() {
      return pauses.stopped;
    },
    wait: (ms) => pauses.until(ms, () => pauses.rung),
    rest: (ms) => pauses.until(ms, () => false),
    heard: () => {
      const { cause } = pauses;
      pauses.rung = false;
      pauses.cause = undefined;
      return cause;
    },
    stop: () => {
      pauses.stop();
      for (const stop of stops.splice(0)) stop();
    },
  };
};

const createPauses = () => {
  let check = (): void => {};
  const pauses = {
    rung: false,
    cause: undefined as string | undefined,
    stopped: false,
    ring: (cause?: string): void => {
      pauses.rung = true;
      pauses.cause = cause ?? pauses.cause;
      check();
    },
    stop: (): void => {
      pauses.stopped = true;
      check();
    },
    until: async (ms: number, over: () => boolean): Promise<void> => {
      if (ms <= 0 || over() || pauses.stopped) return;
      const { promise, resolve } = Promise.withResolvers<void>();
      const timer = setTimeout(resolve, ms);
      check = () => {
        if (over() || pauses.stopped) resolve();
      };
      await promise;
      clearTimeout(timer);
    },
  };
  return pauses;
};
