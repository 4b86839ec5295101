import { describe, expect, it } from '@jest/globals';
import { drawPoster } from '../poster/draw-poster.ts';
import { layOutPoster } from '../poster/lay-out-poster.ts';
import { loadTypeface } from '../poster/typeface.ts';
import { nine, posterOfAllScripts } from './poster-requests.ts';
import { differenceFromFile, keepPoster } from './poster-snapshot.ts';

const typeface = loadTypeface();
/** Other machines round other pixels. */
const TOLERANCE = 0.005;

describe('a poster looks as it did when it was last looked at (`npm test -- poster-pixels -u` after a change of looks)', () => {
  it.each(nine(posterOfAllScripts).map((request) => [request.style, request.platform, request] as const))(
    '%s for %s',
    async (style, platform, request) => {
      const { png } = await drawPoster(layOutPoster(request, typeface), typeface);
      const name = `${style}-${platform}`.toLowerCase();
      keepPoster(name, png);
      expect(differenceFromFile(name, png)).toBeLessThan(TOLERANCE);
    },
  );

  it('and a word more or less would be noticed', async () => {
    const [request] = nine({ ...posterOfAllScripts, plan: { ...posterOfAllScripts.plan, prize: '커피 두 잔' } });
    const { png } = await drawPoster(layOutPoster(request!, typeface), typeface);
    expect(differenceFromFile('simple-instagram', png)).toBeGreaterThan(TOLERANCE);
  });
});
