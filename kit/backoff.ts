export type Backoff = { firstMs: number; capMs: number };

/** Milliseconds to wait after the `failures`th failure in a row (1, 2, …): doubled each time up to the cap, less up to a quarter so that replicas part. */
export const backoffMs = ({ firstMs, capMs }: Backoff, failures: number, random: () => number = Math.random): number =>
  Math.min(capMs, firstMs * 2 ** (failures - 1)) * (1 - random() / 4);
