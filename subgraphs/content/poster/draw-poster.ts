import { Resvg } from '@resvg/resvg-js';
import satori, { type SatoriNode } from 'satori';
import type { RenderedImage } from '../image-provider.ts';
import type { Poster, TextLine } from './poster.ts';
import type { Typeface } from './typeface.ts';

const textNode = (line: TextLine) => ({
  type: 'div',
  key: null,
  props: {
    style: {
      position: 'absolute',
      left: line.rect.x,
      top: line.rect.y,
      height: line.rect.height,
      ...(line.align === 'center' ? { width: line.rect.width, textAlign: 'center' } : {}),
      lineHeight: `${line.rect.height}px`,
      fontSize: line.size,
      fontWeight: line.weight,
      letterSpacing: line.tracking * line.size,
      color: line.color,
      whiteSpace: 'pre',
    },
    children: line.text,
  },
});

/** The poster's words alone as SVG, their outlines as paths and their emoji as pictures; `onNode` is told of each box that satori lays out. */
export const drawText = (poster: Poster, typeface: Typeface, onNode?: (node: SatoriNode) => void): Promise<string> => {
  const { width, height, lines } = poster;
  const root = { type: 'div', key: null, props: { style: { display: 'flex', width, height }, children: lines.map(textNode) } };
  return satori(root, { width, height, ...typeface.meansFor(lines), ...(onNode === undefined ? {} : { onNodeDetected: onNode }) });
};

/** Art below, words above, as PNG of exactly the poster's size. */
export const drawPoster = async (poster: Poster, typeface: Typeface): Promise<RenderedImage> => {
  const { width, height, art } = poster;
  const text = await drawText(poster, typeface);
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">${art}${text}</svg>`;
  const png = new Resvg(svg, { font: { loadSystemFonts: false } }).render().asPng();
  return { png: new Uint8Array(png), width, height };
};
