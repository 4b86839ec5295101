/** Random decisions that repeat for a seed (mulberry32). */
export type Random = {
  /** From 0 to below `end`. */
  number: (end: number) => number;
  /** True in so many of a hundred cases. */
  chance: (percent: number) => boolean;
  /** One of a list that is not empty. */
  pick: <Item>(items: readonly Item[]) => Item;
};

export const createRandom = (seed: number): Random => {
  let state = Math.imul(seed + 1, 0x9e3779b1) >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let value = Math.imul(state ^ (state >>> 15), state | 1);
    value ^= value + Math.imul(value ^ (value >>> 7), value | 61);
    return ((value ^ (value >>> 14)) >>> 0) / 4_294_967_296;
  };
  const number = (end: number): number => Math.floor(next() * end);
  return { number, chance: (percent) => next() * 100 < percent, pick: (items) => items[number(items.length)]! };
};
