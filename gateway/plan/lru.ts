/** A map that keeps the most recently used entries. */
export type Lru<Value> = {
  get: (key: string) => Value | undefined;
  set: (key: string, value: Value, weight?: number) => void;
  delete: (key: string) => void;
  size: () => number;
};

/** @param capacity entries; where `set` gives weights, the sum of these. What weighs more than a tenth of it is not kept. */
export const createLru = <Value>(capacity: number): Lru<Value> => {
  const entries = new Map<string, { value: Value; weight: number }>();
  let total = 0;
  const remove = (key: string): void => {
    total -= entries.get(key)?.weight ?? 0;
    entries.delete(key);
  };
  return {
    get: (key) => {
      const entry = entries.get(key);
      if (entry === undefined) return undefined;
      entries.delete(key);
      entries.set(key, entry);
      return entry.value;
    },
    set: (key, value, weight = 1) => {
      remove(key);
      if (weight > 1 && weight > capacity / 10) return;
      entries.set(key, { value, weight });
      total += weight;
      while (total > capacity) remove(entries.keys().next().value as string);
    },
    delete: remove,
    size: () => entries.size,
  };
};
