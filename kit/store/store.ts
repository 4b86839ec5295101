/**
 * The store (spec §1, §5): text under keys, with expiry and compare-and-set. Adapters: PostgreSQL (embedded) and Redis.
 * Every method rejects with the adapter's error when the store is away; callers that may go on without it catch it.
 */
export type Store = {
  /** The text under `key`, or null when there is none or it has expired. */
  get(key: string): Promise<string | null>;
  /** In the order of `keys`, one round trip. */
  getMany(keys: readonly string[]): Promise<(string | null)[]>;
  /** Writes unconditionally; the entry lives `ttlMs` milliseconds from now. */
  set(key: string, value: string, ttlMs: number): Promise<void>;
  /** Writes only when the present text equals `expected` (null: no entry). False when another writer was first. */
  compareAndSet(key: string, expected: string | null, next: string, ttlMs: number): Promise<boolean>;
  delete(key: string): Promise<void>;
  /** Adds `by` (1) to a counter that lives `ttlMs` from its first increment; for rate limits. */
  increment(key: string, ttlMs: number, by?: number): Promise<{ count: number; resetsInMs: number }>;
  /** Rejects when the store does not answer within two seconds. */
  ping(): Promise<void>;
  close(): Promise<void>;
};
