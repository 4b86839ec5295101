import { describe, expect, it } from '@jest/globals';
import { contrast } from './color.ts';
import { fancyPalette, simplePalette, trendyPalette } from './palette.ts';

const READABLE = 4.5;
const everyHue = Array.from({ length: 90 }, (_, at) => ({ main: at * 4, second: at * 4 + (at % 2 === 0 ? 150 : 205) }));

describe('the colours of a poster', () => {
  it('let SIMPLE be read in every hue', () => {
    for (const palette of everyHue.map(simplePalette)) {
      for (const ink of [palette.ink, palette.muted, palette.accent]) {
        expect(contrast(ink, palette.paper)).toBeGreaterThan(READABLE);
        expect(contrast(ink, palette.tint)).toBeGreaterThan(READABLE);
      }
    }
  });

  it('let FANCY be read in every hue', () => {
    for (const palette of everyHue.map(fancyPalette)) {
      for (const ground of [palette.glow, palette.ground, palette.night]) {
        expect(contrast(palette.cream, ground)).toBeGreaterThan(READABLE);
        expect(contrast(palette.gold, ground)).toBeGreaterThan(READABLE);
      }
      for (const gold of [palette.gold, palette.deepGold]) expect(contrast(palette.night, gold)).toBeGreaterThan(READABLE);
      expect(contrast(palette.glow, palette.cream)).toBeGreaterThan(READABLE);
    }
  });

  it('let TRENDY be read in every hue', () => {
    for (const palette of everyHue.map(trendyPalette)) {
      for (const ground of [palette.vivid, palette.pop, palette.soft, palette.white])
        expect(contrast(palette.ink, ground)).toBeGreaterThan(READABLE);
    }
  });
});
