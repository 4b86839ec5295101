import { LRUCache } from 'lru-cache';

/** What belongs to texts, the most recently used of them. */
export type TextLru<Value> = {
  get: (key: string) => Value | undefined;
  /** @param length of the text, in characters */
  set: (key: string, value: Value, length: number) => void;
  readonly size: number;
};

/** At most so many entries, and texts of so many characters in all. One that is longer than a tenth of these is not kept. */
export const createTextLru = <Value extends object | string>(bounds: { characters: number; entries: number }): TextLru<Value> => {
  const { characters, entries } = bounds;
  const lru = new LRUCache<string, Value>({ maxSize: characters, maxEntrySize: Math.floor(characters / 10) });
  return {
    get: (key) => lru.get(key),
    set: (key, value, length) => void lru.set(key, value, { size: Math.max(length, Math.ceil(characters / entries)) }),
    get size() {
      return lru.size;
    },
  };
};
