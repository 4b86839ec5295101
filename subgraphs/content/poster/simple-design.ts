import { detailRows } from './detail-rows.ts';
import { displaySize } from './display-size.ts';
import { industryIcon } from './industry-icon.ts';
import { simplePalette } from './palette.ts';
import type { Poster, Rect } from './poster.ts';
import type { Brief, StyleDesigns } from './poster-design.ts';
import { type Block, type Placement, setStack } from './set-stack.ts';

type Palette = ReturnType<typeof simplePalette>;

const rect = ({ x, y, width, height }: Rect, fill: string): string =>
  `<rect x="${x}" y="${y}" width="${width}" height="${height}" fill="${fill}"/>`;

const shopBlocks = ({ words }: Brief, palette: Palette, size: number): Block[] => [
  { role: 'shop', text: words.shop, weight: 700, color: palette.ink, size, least: size * 0.5, leading: 1.25, maxLines: 3 },
  {
    role: 'place',
    text: words.place,
    weight: 500,
    color: palette.muted,
    size: size * 0.62,
    least: size * 0.45,
    leading: 1.35,
    gap: size * 0.14,
    maxLines: 1,
  },
];
const titleBlock = ({ words }: Brief, palette: Palette, size: number): Block => ({
  role: 'title',
  text: words.title,
  weight: 700,
  color: palette.ink,
  size: displaySize(words.title, size),
  least: size * 0.3,
  leading: 1.2,
  tracking: -0.02,
});
const prizeBlock = ({ words }: Brief, palette: Palette, size: number): Block => ({
  role: 'prize',
  text: words.prize,
  weight: 700,
  color: palette.accent,
  size,
  least: size * 0.5,
  leading: 1.28,
  tracking: -0.01,
});

/** A sheet of paper: the shop above, the title on a rule, the facts below it. */
const instagram = (brief: Brief): Poster => {
  const { format, typeface, industry } = brief;
  const palette = simplePalette(brief.hues);
  const { width, height } = format;
  const margin = 88;
  const inner = width - 2 * margin;
  const radius = 350 + brief.random() * 60;
  const shop = setStack(
    typeface,
    shopBlocks(brief, palette, 40),
    { x: margin, y: margin, width: inner * 0.6, height: 190 },
    { align: 'left', anchor: 'top' },
  );
  const facts = [
    prizeBlock(brief, palette, 46),
    ...detailRows(brief.words, { size: 29, least: 20, color: palette.ink, labelColor: palette.muted, labelWidth: 96, gap: 16 }),
  ];
  const below = setStack(
    typeface,
    facts,
    { x: margin, y: height - margin - 330, width: inner, height: 330 },
    { align: 'left', anchor: 'bottom' },
  );
  const rule = below.rect.y - 40;
  const title = setStack(
    typeface,
    [titleBlock(brief, palette, 116)],
    { x: margin, y: 330, width: inner, height: rule - 46 - 330 },
    { align: 'left', anchor: 'bottom' },
  );
  const art = [
    rect({ x: 0, y: 0, width, height }, palette.paper),
    `<circle cx="${width - 150}" cy="130" r="${radius}" fill="${palette.tint}"/>`,
    industryIcon(industry, width - margin - 85, margin + 95, 150, { color: palette.accent, stroke: 1.1 }),
    rect({ x: margin, y: rule, width: inner, height: 2.5 }, palette.ink),
    rect({ x: margin, y: rule - 3, width: 110, height: 8 }, palette.accent),
  ].join('');
  return { width, height, art, lines: [...shop.lines, ...title.lines, ...below.lines] };
};

/** Two columns: the shop on a tinted page, the event on white paper beside it. */
const naver = (brief: Brief): Poster => {
  const { format, typeface, industry } = brief;
  const palette = simplePalette(brief.hues);
  const { width, height } = format;
  const page = 262;
  const x = page + 46;
  const inner = width - x - 48;
  const left: Placement = { align: 'left', anchor: 'bottom' };
  const shop = setStack(typeface, shopBlocks(brief, palette, 32), { x: 40, y: 320, width: page - 76, height: 232 }, left);
  const facts = [
    prizeBlock(brief, palette, 32),
    ...detailRows(brief.words, { size: 20, least: 15, color: palette.ink, labelColor: palette.muted, labelWidth: 62, gap: 10 }),
  ];
  const below = setStack(typeface, facts, { x, y: 320, width: inner, height: 232 }, left);
  const rule = below.rect.y - 26;
  const title = setStack(
    typeface,
    [titleBlock(brief, palette, 66)],
    { x, y: 48, width: inner, height: rule - 30 - 48 },
    { align: 'left', anchor: 'middle' },
  );
  const art = [
    rect({ x: 0, y: 0, width, height }, palette.paper),
    rect({ x: 0, y: 0, width: page, height }, palette.tint),
    `<circle cx="${page / 2}" cy="168" r="92" fill="${palette.paper}"/>`,
    industryIcon(industry, page / 2, 168, 104, { color: palette.accent, stroke: 1.2 }),
    rect({ x, y: rule, width: inner, height: 2 }, palette.ink),
  ].join('');
  return { width, height, art, lines: [...shop.lines, ...title.lines, ...below.lines] };
};

/** For a small screen: everything on one axis, few words, a hill of colour beneath. */
const kakao = (brief: Brief): Poster => {
  const { format, typeface, industry } = brief;
  const palette = simplePalette(brief.hues);
  const { width, height } = format;
  const margin = 72;
  const inner = width - 2 * margin;
  const top = setStack(
    typeface,
    shopBlocks(brief, palette, 34),
    { x: margin, y: 178, width: inner, height: 104 },
    { align: 'center', anchor: 'top' },
  );
  const period: Block = {
    role: 'period',
    text: brief.words.period,
    weight: 500,
    color: palette.ink,
    size: 26,
    least: 19,
    leading: 1.35,
    gap: 12,
  };
  const prize = setStack(
    typeface,
    [prizeBlock(brief, palette, 40), period],
    { x: margin + 20, y: 586, width: inner - 40, height: 150 },
    { align: 'center', anchor: 'middle' },
  );
  const title = setStack(
    typeface,
    [titleBlock(brief, palette, 92)],
    { x: margin, y: 304, width: inner, height: 216 },
    { align: 'center', anchor: 'middle' },
  );
  const art = [
    rect({ x: 0, y: 0, width, height }, palette.paper),
    `<ellipse cx="${width / 2}" cy="${height + 150}" rx="${width * 0.82}" ry="396" fill="${palette.tint}"/>`,
    `<circle cx="${width / 2}" cy="108" r="52" fill="${palette.tint}"/>`,
    industryIcon(industry, width / 2, 108, 60, { color: palette.accent, stroke: 1.4 }),
  ].join('');
  return { width, height, art, lines: [...top.lines, ...title.lines, ...prize.lines] };
};

/** SIMPLE: paper, one tint, one accent; type does the work. */
export const simpleDesigns: StyleDesigns = { INSTAGRAM: instagram, NAVER: naver, KAKAO: kakao };
