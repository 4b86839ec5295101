import type { ImageStyle } from '#schema/enums.ts';
import { detailRows } from './detail-rows.ts';
import type { PaintedGround } from './painted-ground.ts';
import { fancyPalette, type Hues, simplePalette, trendyPalette } from './palette.ts';
import type { Poster, Rect } from './poster.ts';
import type { Brief } from './poster-design.ts';
import { type Block, type Stack, setStack } from './set-stack.ts';

/** Colours of words, each readable on the panel. */
type Panel = { panel: string; title: string; prize: string; text: string; label: string };

const panels: Record<ImageStyle, (hues: Hues) => Panel> = {
  SIMPLE: (hues) => {
    const { paper, ink, accent, muted } = simplePalette(hues);
    return { panel: paper, title: ink, prize: accent, text: ink, label: muted };
  },
  FANCY: (hues) => {
    const { night, cream, gold } = fancyPalette(hues);
    return { panel: night, title: cream, prize: gold, text: cream, label: gold };
  },
  TRENDY: (hues) => {
    const { ink, white, vivid } = trendyPalette(hues);
    return { panel: ink, title: white, prize: vivid, text: white, label: vivid };
  },
};

/** A picture to the edges; the words on solid panels, since nobody knows what was painted under them. */
export const paintedDesign = (style: ImageStyle, ground: PaintedGround, brief: Brief): Poster => {
  const { format, hues } = brief;
  const { width, height } = format;
  const colors = panels[style](hues);
  const unit = Math.sqrt(width * height) / 1080;
  const foot = footOf(brief, colors, unit);
  const head = headOf(brief, colors, unit);
  const art = [
    `<rect width="${width}" height="${height}" fill="${colors.panel}"/>`,
    ground(format),
    ...[foot, head].filter(({ lines }) => lines.length > 0).map(({ rect }) => panelArt(rect, 20 * unit, colors.panel)),
  ].join('');
  return { width, height, art, lines: [...head.lines, ...foot.lines] };
};

type Part = Pick<Stack, 'lines'> & { rect: Rect };

const panelArt = ({ x, y, width, height }: Rect, radius: number, color: string): string =>
  `<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="${radius}" fill="${color}"/>`;

/** Title, prize and facts below, the panel as high as they need: at most three fifths of the picture. */
const footOf = ({ words, format: { width, height }, typeface }: Brief, colors: Panel, unit: number): Part => {
  const [outside, inside] = [36 * unit, 44 * unit];
  const most = height * 0.6;
  const blocks: Block[] = [
    {
      role: 'title',
      text: words.title,
      weight: 900,
      color: colors.title,
      size: 82 * unit,
      least: 34 * unit,
      leading: 1.14,
      tracking: -0.025,
    },
    {
      role: 'prize',
      text: words.prize,
      weight: 700,
      color: colors.prize,
      size: 44 * unit,
      least: 24 * unit,
      leading: 1.26,
      gap: 16 * unit,
    },
    ...detailRows(words, {
      size: 30 * unit,
      least: 20 * unit,
      color: colors.text,
      labelColor: colors.label,
      labelWidth: 92 * unit,
      gap: 12 * unit,
    }),
  ];
  const region = { x: outside + inside, y: height - outside - inside - most, width: width - 2 * (outside + inside), height: most };
  const { lines, rect } = setStack(typeface, blocks, region, { align: 'left', anchor: 'bottom' });
  const panel = { x: outside, y: rect.y - inside, width: width - 2 * outside, height: rect.height + 2 * inside };
  return { lines, rect: panel };
};

/** The shop's name and place in the corner above, the panel as wide as they are. */
const headOf = ({ words, format: { width, height }, typeface }: Brief, colors: Panel, unit: number): Part => {
  const [outside, inside] = [36 * unit, 22 * unit];
  const blocks: Block[] = [
    { role: 'shop', text: words.shop, weight: 700, color: colors.title, size: 40 * unit, least: 22 * unit, leading: 1.25, maxLines: 2 },
    { role: 'place', text: words.place, weight: 500, color: colors.text, size: 25 * unit, least: 18 * unit, leading: 1.35, maxLines: 1 },
  ];
  const region = { x: outside + inside, y: outside + inside, width: width * 0.66, height: height * 0.14 };
  const { lines, rect } = setStack(typeface, blocks, region, { align: 'left', anchor: 'top' });
  const widest = Math.max(0, ...lines.map((line) => line.rect.width));
  return { lines, rect: { x: outside, y: outside, width: widest + 2 * inside, height: rect.height + 2 * inside } };
};
