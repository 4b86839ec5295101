import { createHash } from 'node:crypto';

/** Chooses repeatably: the same seed and topic give the same answer, in every process and for ever. */
export type SeededChoice = {
  /** `options` in an order of the seed's own. */
  shuffle<Option>(topic: string, options: readonly Option[]): Option[];
  /** One of `options`, which must not be empty. */
  pick<Option>(topic: string, options: readonly Option[]): Option;
};

const rank = (text: string): string => createHash('sha256').update(text).digest('hex');

export const seededChoice = (seed: string): SeededChoice => {
  const shuffle = <Option>(topic: string, options: readonly Option[]): Option[] =>
    options
      .map((option, index) => ({ option, rank: rank(`${seed}\n${topic}\n${index}`) }))
      .sort((a, b) => (a.rank < b.rank ? -1 : 1))
      .map(({ option }) => option);
  return {
    shuffle,
    pick: (topic, options) => {
      const [first] = shuffle(topic, options);
      if (first === undefined) throw new Error(`There is nothing to choose from: ${topic}`);
      return first;
    },
  };
};
