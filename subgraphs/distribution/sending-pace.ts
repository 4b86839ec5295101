/** How channels are sent to. Times in milliseconds. */
export type SendingPace = {
  /** How long a sender may keep a channel to itself. When it has died, another one takes over then. */
  leaseMs: number;
  /** An attempt fails after this time; shorter than the lease by more than clocks differ. */
  timeoutMs: number;
  /** How long a lost wake-up can delay a sending. */
  pollMs: number;
  /** Events under way at once in each channel, so that a slow one takes no other's place. */
  atOnce: number;
  /** How long a stopping process waits for what is under way before it gives it back. */
  stopMs: number;
};

export const STANDARD_PACE: SendingPace = { leaseMs: 60_000, timeoutMs: 50_000, pollMs: 1_000, atOnce: 20, stopMs: 5_000 };
