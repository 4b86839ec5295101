/** A pause that can be cut short: a loop waits in it, others wake the loop. */
export type Wakeable = {
  /** Ends the pause under way, or else the next one at once. */
  wake(): void;
  /** Resolves after `ms` milliseconds, or as soon as it is woken. */
  pause(ms: number): Promise<void>;
};

/** A wake-up is never lost: one that comes while nobody pauses ends the next pause. */
export const createWakeable = (): Wakeable => {
  let woken = false;
  let end = (): void => {};
  return {
    wake: () => {
      woken = true;
      end();
    },
    pause: async (ms) => {
      if (!woken) {
        const { promise, resolve } = Promise.withResolvers<void>();
        const timer = setTimeout(resolve, ms);
        end = resolve;
        await promise;
        clearTimeout(timer);
      }
      woken = false;
    },
  };
};
