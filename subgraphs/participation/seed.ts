import type { Context } from './context.ts';
import { commitmentTo } from './draw-algorithm.ts';

const COLUMN = 'participation.seed';

/** A new seed, encrypted, with what is published of it. */
export const newSealedSeed = ({ newSeed, encryption }: Context): { sealedSeed: string; commitment: string } => {
  const seed = newSeed();
  return { sealedSeed: encryption.encrypt(seed, COLUMN), commitment: commitmentTo(seed) };
};

export const openSeed = ({ encryption }: Context, sealed: string): string => encryption.decrypt(sealed, COLUMN);
