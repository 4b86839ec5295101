import type { Industry } from '#schema/enums.ts';
import { mostVivid, oklch } from './color.ts';
import type { Random } from './seeded-random.ts';

const hues: Record<Industry, readonly number[]> = {
  RESTAURANT: [32, 52, 18, 128],
  CAFE: [58, 158, 38, 84],
  RETAIL: [262, 300, 22, 190],
  BEAUTY: [352, 318, 8, 285],
  FITNESS: [128, 222, 42, 274],
  EDUCATION: [252, 92, 164, 28],
  SERVICE: [200, 232, 172, 62],
  OTHER: [284, 104, 4, 214],
};

/** The shop's hue and the one that goes with it, in degrees. */
export type Hues = { main: number; second: number };

/** Of its industry's hues one by the shop's own seed; each variant takes the next one. */
export const huesOf = (industry: Industry, random: Random, variant: number): Hues => {
  const choices = hues[industry];
  const first = Math.floor(random() * choices.length);
  const main = choices[(first + variant) % choices.length]! + (random() - 0.5) * 18;
  const second = main + (random() < 0.5 ? 150 : 205);
  return { main, second };
};

export const simplePalette = ({ main }: Hues) => ({
  paper: oklch(0.975, 0.012, main),
  tint: oklch(0.915, 0.055, main),
  ink: oklch(0.24, 0.035, main),
  muted: oklch(0.44, 0.035, main),
  accent: oklch(0.47, 0.15, main),
});

export const fancyPalette = ({ main }: Hues) => ({
  glow: oklch(0.4, 0.125, main),
  ground: oklch(0.29, 0.1, main),
  night: oklch(0.2, 0.07, main),
  gold: oklch(0.85, 0.115, 88),
  deepGold: oklch(0.68, 0.12, 78),
  cream: oklch(0.965, 0.03, 92),
});

export const trendyPalette = ({ main, second }: Hues) => ({
  vivid: mostVivid(main),
  pop: mostVivid(second),
  soft: oklch(0.94, 0.06, second),
  ink: '#141414',
  white: '#ffffff',
});
