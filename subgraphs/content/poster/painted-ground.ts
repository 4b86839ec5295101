import { Resvg } from '@resvg/resvg-js';
import type { Format } from './poster-request.ts';

/** SVG markup of a picture that fills a format, cut at the edges where its shape is another. */
export type PaintedGround = (format: Format) => string;

const SAMPLE = 16;

/** A PNG as a poster's ground. Throws when it cannot be decoded, or shows nothing. */
export const paintedGround = (picture: Uint8Array): PaintedGround => {
  const href = `data:image/png;base64,${Buffer.from(picture).toString('base64')}`;
  const ground: PaintedGround = ({ width, height }) =>
    `<image href="${href}" width="${width}" height="${height}" preserveAspectRatio="xMidYMid slice"/>`;
  const sample = `<svg xmlns="http://www.w3.org/2000/svg" width="${SAMPLE}" height="${SAMPLE}">${ground({ width: SAMPLE, height: SAMPLE })}</svg>`;
  const { pixels } = new Resvg(sample, { font: { loadSystemFonts: false } }).render();
  if (!pixels.some((channel) => channel > 0)) throw new Error('The picture cannot be decoded.');
  return ground;
};
