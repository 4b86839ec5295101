import { detailRows } from './detail-rows.ts';
import { displaySize } from './display-size.ts';
import { industryIcon } from './industry-icon.ts';
import { checker, dots, star, wave } from './ornament.ts';
import { trendyPalette } from './palette.ts';
import type { Poster, Rect } from './poster.ts';
import type { Brief, StyleDesigns } from './poster-design.ts';
import { type Block, type Placement, type Stack, setStack } from './set-stack.ts';

type Palette = ReturnType<typeof trendyPalette>;
type Part = { stack: Stack; art: string };

const titleBlock = ({ words }: Brief, color: string, size: number): Block => ({
  role: 'title',
  text: words.title,
  weight: 900,
  color,
  size: displaySize(words.title, size),
  least: size * 0.28,
  leading: 1.1,
  tracking: -0.035,
});

/** The shop's name in a pill as long as the name. */
const shopPill = (brief: Brief, palette: Palette, area: Rect, size: number): Part => {
  const shop: Block = {
    role: 'shop',
    text: brief.words.shop,
    weight: 700,
    color: palette.white,
    size,
    least: size * 0.5,
    leading: 1.25,
    maxLines: 2,
  };
  const pad = size * 0.7;
  const inside = { x: area.x + pad, y: area.y + pad * 0.4, width: area.width - 2 * pad, height: area.height - pad * 0.8 };
  const stack = setStack(brief.typeface, [shop], inside, { align: 'left', anchor: 'top' });
  if (stack.lines.length === 0) return { stack, art: '' };
  const width = Math.max(...stack.lines.map((line) => line.rect.width)) + 2 * pad;
  const height = stack.rect.height + pad * 0.8;
  const art = `<rect x="${area.x}" y="${area.y}" width="${width}" height="${height}" rx="${Math.min(height / 2, size)}" fill="${palette.ink}"/>`;
  return { stack, art };
};

/** A card with a hard shadow; the prize under a tag. */
const prizeCard = (
  brief: Brief,
  palette: Palette,
  area: Rect,
  size: number,
  { paint, shadow }: { paint: string; shadow: string },
): Part => {
  const pad = size * 0.62;
  const prize: Block[] = [
    { role: 'label', text: '경품', weight: 900, color: palette.ink, size: size * 0.52, least: size * 0.42, leading: 1.3, tracking: 0.02 },
    {
      role: 'prize',
      text: brief.words.prize,
      weight: 900,
      color: palette.ink,
      size,
      least: size * 0.5,
      leading: 1.22,
      tracking: -0.02,
      gap: size * 0.12,
    },
  ];
  const inside = { x: area.x + pad, y: area.y + pad * 0.75, width: area.width - 2 * pad, height: area.height - pad * 1.5 };
  const stack = setStack(brief.typeface, brief.words.prize === '' ? [] : prize, inside, { align: 'left', anchor: 'bottom' });
  if (stack.lines.length === 0) return { stack, art: '' };
  const card = { x: area.x, y: stack.rect.y - pad * 0.75, width: area.width, height: stack.rect.height + pad * 1.5 };
  const frame = `x="${card.x}" y="${card.y}" width="${card.width}" height="${card.height}" rx="6"`;
  const art = `<rect ${frame} transform="translate(12 12)" fill="${shadow}"/><rect ${frame} fill="${paint}" stroke="${palette.ink}" stroke-width="5"/>`;
  return { stack: { ...stack, rect: card }, art };
};

const sticker = (brief: Brief, x: number, y: number, radius: number, paint: string, palette: Palette): string =>
  [
    star(x + 8, y + 8, radius, radius * 0.82, 16, `fill="${palette.ink}"`),
    star(x, y, radius, radius * 0.82, 16, `fill="${paint}" stroke="${palette.ink}" stroke-width="5" stroke-linejoin="round"`),
    industryIcon(brief.industry, x, y, radius * 0.95, { color: palette.ink, stroke: 2 }),
  ].join('');

const ground = (width: number, height: number, paint: string): string => `<rect width="${width}" height="${height}" fill="${paint}"/>`;
const left: Placement = { align: 'left', anchor: 'middle' };

/** A wall poster: colour to the edges, a title that shouts, a black foot with the facts. */
const instagram = (brief: Brief): Poster => {
  const { typeface, format, words } = brief;
  const { width, height } = format;
  const palette = trendyPalette(brief.hues);
  const margin = 70;
  const rows = detailRows(words, { size: 31, least: 20, color: palette.white, labelColor: palette.vivid, labelWidth: 92, gap: 10 });
  const facts = setStack(
    typeface,
    rows,
    { x: margin, y: height - 44 - 130, width: width - 2 * margin, height: 130 },
    { align: 'left', anchor: 'bottom' },
  );
  const foot = rows.length === 0 ? height - 60 : facts.rect.y - 36;
  const prize = prizeCard(brief, palette, { x: margin, y: foot - 52 - 230, width: width - 2 * margin - 150, height: 230 }, 58, {
    paint: palette.white,
    shadow: palette.ink,
  });
  const shop = shopPill(brief, palette, { x: margin, y: margin, width: 640, height: 130 }, 40);
  const place: Block = {
    role: 'place',
    text: words.place,
    weight: 700,
    color: palette.ink,
    size: 27,
    least: 20,
    leading: 1.35,
    maxLines: 1,
  };
  const where = setStack(
    typeface,
    [place],
    { x: margin + 6, y: shop.stack.rect.y + shop.stack.rect.height + 32, width: 600, height: 40 },
    { align: 'left', anchor: 'top' },
  );
  const title = setStack(
    typeface,
    [titleBlock(brief, palette.ink, 158)],
    { x: margin, y: 278, width: width - 2 * margin, height: prize.stack.rect.y - 36 - 278 },
    left,
  );
  const art = [
    ground(width, height, palette.vivid),
    `<circle cx="${width - 40}" cy="${300}" r="290" fill="${palette.pop}"/>`,
    dots(width - 190, foot - 250, 7, 9, 26, 6, `fill="${palette.ink}"`),
    `<rect x="0" y="${foot}" width="${width}" height="${height - foot}" fill="${palette.ink}"/>`,
    checker(0, foot - 20, 54, 1, 20, `fill="${palette.ink}"`),
    sticker(brief, width - 178, 158, 112, palette.white, palette),
    prize.art,
    shop.art,
  ].join('');
  return { width, height, art, lines: [...shop.stack.lines, ...where.lines, ...title.lines, ...prize.stack.lines, ...facts.lines] };
};

/** A banner: title left, card right, split by a slant. */
const naver = (brief: Brief): Poster => {
  const { typeface, format, words } = brief;
  const { width, height } = format;
  const palette = trendyPalette(brief.hues);
  const margin = 42;
  const rows = detailRows(words, { size: 22, least: 15, color: palette.white, labelColor: palette.vivid, labelWidth: 66, gap: 6 });
  const facts = setStack(
    typeface,
    rows,
    { x: margin, y: height - 26 - 96, width: width - 2 * margin, height: 96 },
    { align: 'left', anchor: 'bottom' },
  );
  const foot = rows.length === 0 ? height - 40 : facts.rect.y - 24;
  const shop = shopPill(brief, palette, { x: margin, y: 36, width: 400, height: 84 }, 27);
  const prize = prizeCard(brief, palette, { x: 500, y: 190, width: width - 500 - margin - 6, height: foot - 34 - 190 }, 36, {
    paint: palette.white,
    shadow: palette.ink,
  });
  const title = setStack(typeface, [titleBlock(brief, palette.ink, 92)], { x: margin, y: 134, width: 420, height: foot - 26 - 134 }, left);
  const art = [
    ground(width, height, palette.vivid),
    `<path d="M530 0H${width}V${foot}H440z" fill="${palette.pop}"/>`,
    wave(462, 68, 140, 36, 3, `stroke="${palette.ink}" stroke-width="7" stroke-linecap="round"`),
    `<rect x="0" y="${foot}" width="${width}" height="${height - foot}" fill="${palette.ink}"/>`,
    sticker(brief, width - 100, 98, 74, palette.soft, palette),
    prize.art,
    shop.art,
  ].join('');
  return { width, height, art, lines: [...shop.stack.lines, ...title.lines, ...prize.stack.lines, ...facts.lines] };
};

/** For a dark chat: neon on black, shapes behind the title. */
const kakao = (brief: Brief): Poster => {
  const { typeface, format, words } = brief;
  const { width, height } = format;
  const palette = trendyPalette(brief.hues);
  const margin = 52;
  const pill = { ...palette, ink: palette.pop, white: palette.ink };
  const shop = shopPill(brief, pill, { x: margin, y: margin, width: 520, height: 100 }, 33);
  const period: Block = { role: 'period', text: words.period, weight: 700, color: palette.white, size: 29, least: 20, leading: 1.3 };
  const dates = setStack(
    typeface,
    [period],
    { x: margin, y: height - margin - 42, width: width - 2 * margin, height: 42 },
    { align: 'left', anchor: 'bottom' },
  );
  const bottom = words.period === '' ? height - margin - 14 : dates.rect.y - 34;
  const prize = prizeCard(brief, palette, { x: margin, y: bottom - 200, width: width - 2 * margin - 14, height: 200 }, 50, {
    paint: palette.vivid,
    shadow: palette.pop,
  });
  const title = setStack(
    typeface,
    [titleBlock(brief, palette.white, 126)],
    { x: margin, y: 196, width: width - 2 * margin, height: prize.stack.rect.y - 36 - 196 },
    left,
  );
  const art = [
    ground(width, height, palette.ink),
    `<circle cx="${width - 96}" cy="104" r="170" fill="${palette.vivid}" fill-opacity="0.22"/>`,
    `<circle cx="${width - 96}" cy="104" r="250" fill="none" stroke="${palette.pop}" stroke-width="3" stroke-opacity="0.55"/>`,
    sticker(brief, width - 118, 122, 76, palette.vivid, palette),
    prize.art,
    shop.art,
  ].join('');
  return { width, height, art, lines: [...shop.stack.lines, ...title.lines, ...prize.stack.lines, ...dates.lines] };
};

/** TRENDY: flat loud colours, heavy type, hard shadows. */
export const trendyDesigns: StyleDesigns = { INSTAGRAM: instagram, NAVER: naver, KAKAO: kakao };
