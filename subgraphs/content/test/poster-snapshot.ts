import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { expect } from '@jest/globals';
import pixelmatch from 'pixelmatch';
import { PNG } from 'pngjs';

/** A file's pixel stands for so many of the poster's in each direction: what a change of one pixel does not show is not looked for. */
const SHRINK = 4;
/** Levels a colour channel has in a file. */
const LEVELS = 16;
/** How far two colours may be apart (YIQ, 0–1). */
const COLOR_TOLERANCE = 0.12;

type Pixels = Pick<PNG, 'width' | 'height' | 'data'>;

/** Each pixel the mean of a square of the poster's. */
const shrunk = ({ width, height, data }: Pixels): PNG => {
  const small = new PNG({ width: width / SHRINK, height: height / SHRINK });
  for (let at = 0; at < small.data.length; at++) {
    const [pixel, channel] = [at >> 2, at & 3];
    const [left, top] = [(pixel % small.width) * SHRINK, Math.floor(pixel / small.width) * SHRINK];
    let sum = 0;
    for (let y = top; y < top + SHRINK; y++) for (let x = left; x < left + SHRINK; x++) sum += data[(y * width + x) * 4 + channel]!;
    const step = 255 / (LEVELS - 1);
    small.data[at] = Math.round(sum / SHRINK ** 2 / step) * step;
  }
  return small;
};

/** `jest -u` writes files anew, a plain run those that are missing (not with `--ci`). */
const mayWrite = (exists: boolean): boolean => {
  const { snapshotState } = expect.getState() as unknown as { snapshotState: { _updateSnapshot: 'all' | 'new' | 'none' } };
  return snapshotState._updateSnapshot === 'all' || (!exists && snapshotState._updateSnapshot === 'new');
};

const fileOf = (name: string): URL => new URL(`posters/${name}.png`, import.meta.url);

/** Keeps the poster as `posters/{name}.png` where jest may write snapshots: `npm test -- poster-pixels -u` writes all anew. */
export const keepPoster = (name: string, png: Uint8Array): void => {
  const file = fileOf(name);
  if (!mayWrite(existsSync(file))) return;
  mkdirSync(new URL('.', file), { recursive: true });
  writeFileSync(file, PNG.sync.write(shrunk(PNG.sync.read(Buffer.from(png))), { colorType: 2, deflateLevel: 9 }));
};

/** The part of a poster's pixels, 0 to 1, that differ from those of its file by more than a tolerance; 1 when it has another size. */
export const differenceFromFile = (name: string, png: Uint8Array): number => {
  const kept = PNG.sync.read(readFileSync(fileOf(name)));
  const { width, height, data } = shrunk(PNG.sync.read(Buffer.from(png)));
  if (width !== kept.width || height !== kept.height) return 1;
  return pixelmatch(kept.data, data, undefined, width, height, { threshold: COLOR_TOLERANCE }) / (width * height);
};
