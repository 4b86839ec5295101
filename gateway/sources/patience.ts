/** Waits for a sign of life of somebody who was asked for one. */
export type Patience = {
  asked(): void;
  /** Anything that comes is a sign. */
  heard(): void;
};

/**
 * Calls back when nothing was heard for `ms` after asking. A process that was held up itself first reads what came meanwhile: its timers
 * are due before its sockets are read.
 */
export const createPatience = (ms: number, onSilence: () => void): Patience => {
  let timer: NodeJS.Timeout | undefined;
  let lastLook: NodeJS.Immediate | undefined;
  const heard = (): void => {
    clearTimeout(timer);
    clearImmediate(lastLook);
  };
  return {
    heard,
    asked: () => {
      heard();
      timer = setTimeout(() => {
        lastLook = setImmediate(onSilence);
      }, ms);
    },
  };
};
