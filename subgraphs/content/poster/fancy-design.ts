import { displaySize } from './display-size.ts';
import { bunting, divider, type FancyPalette, glowingGround, goldFrame, ribbon } from './fancy-ornament.ts';
import { industryIcon } from './industry-icon.ts';
import { confetti, scallop, star } from './ornament.ts';
import { fancyPalette } from './palette.ts';
import type { Poster, Rect } from './poster.ts';
import type { Brief, StyleDesigns } from './poster-design.ts';
import { type Block, type Stack, setStack } from './set-stack.ts';

const centred = { align: 'center', anchor: 'middle' } as const;

const shopBlock = ({ words }: Brief, color: string, size: number): Block => ({
  role: 'shop',
  text: words.shop,
  weight: 700,
  color,
  size,
  least: size * 0.5,
  leading: 1.25,
  tracking: 0.04,
  maxLines: 2,
});
const placeBlock = ({ words }: Brief, color: string, size: number): Block => ({
  role: 'place',
  text: words.place,
  weight: 500,
  color,
  size,
  least: size * 0.75,
  leading: 1.4,
  gap: size * 0.25,
  maxLines: 1,
});
const titleBlock = ({ words }: Brief, color: string, size: number): Block => ({
  role: 'title',
  text: words.title,
  weight: 900,
  color,
  size: displaySize(words.title, size),
  least: size * 0.3,
  leading: 1.22,
});
const detailBlocks = ({ words }: Brief, palette: FancyPalette, size: number): Block[] => [
  { role: 'method', text: words.method, weight: 500, color: palette.cream, size, least: size * 0.7, leading: 1.4 },
  {
    role: 'period',
    text: words.period,
    weight: 700,
    color: palette.gold,
    size: size * 1.05,
    least: size * 0.8,
    leading: 1.4,
    gap: size * 0.35,
  },
];

/** The prize on a ribbon as wide as its words need, within `area`. */
const prizeOnRibbon = (
  brief: Brief,
  palette: FancyPalette,
  area: Rect,
  size: number,
  anchor: 'top' | 'bottom',
): { stack: Stack; art: string } => {
  const pad = size * 0.5;
  const prize: Block = {
    role: 'prize',
    text: brief.words.prize,
    weight: 700,
    color: palette.night,
    size,
    least: size * 0.5,
    leading: 1.25,
  };
  const inside = { x: area.x + pad, y: area.y + pad * 0.7, width: area.width - 2 * pad, height: area.height - 1.4 * pad };
  const stack = setStack(brief.typeface, [prize], inside, { align: 'center', anchor });
  if (stack.lines.length === 0) return { stack, art: '' };
  const widest = Math.max(area.width * 0.42, ...stack.lines.map((line) => line.rect.width));
  const box = {
    x: area.x + area.width / 2 - widest / 2 - pad,
    y: stack.rect.y - pad * 0.7,
    width: widest + 2 * pad,
    height: stack.rect.height + 1.4 * pad,
  };
  return { stack: { ...stack, rect: box }, art: ribbon(box, size * 0.9, palette) };
};

const medallion = (brief: Brief, x: number, y: number, radius: number, palette: FancyPalette): string =>
  [
    scallop(x, y, radius, 24, `fill="url(#gold)"`),
    `<circle cx="${x}" cy="${y}" r="${radius * 0.86}" fill="${palette.ground}"/>`,
    `<circle cx="${x}" cy="${y}" r="${radius * 0.78}" fill="none" stroke="${palette.gold}" stroke-width="2" stroke-dasharray="3 5"/>`,
    industryIcon(brief.industry, x, y, radius * 0.95, { color: palette.gold, stroke: 1.3 }),
  ].join('');

const sparkles = (brief: Brief, area: Rect, count: number, palette: FancyPalette): string =>
  Array.from({ length: count }, () => {
    const size = 5 + brief.random() * 12;
    return star(
      area.x + brief.random() * area.width,
      area.y + brief.random() * area.height,
      size,
      size * 0.22,
      4,
      `fill="${palette.gold}"`,
    );
  }).join('');

/** A gala invitation: medallion, shop, title in gold, ribbon. */
const instagram = (brief: Brief): Poster => {
  const { typeface, format } = brief;
  const { width, height } = format;
  const palette = fancyPalette(brief.hues);
  const middle = width / 2;
  const column = { x: 130, width: width - 260 };
  const shop = setStack(
    typeface,
    [shopBlock(brief, palette.gold, 42), placeBlock(brief, palette.cream, 25)],
    { ...column, y: 262, height: 124 },
    centred,
  );
  const details = setStack(
    typeface,
    detailBlocks(brief, palette, 29),
    { ...column, y: 850, height: 132 },
    { align: 'center', anchor: 'bottom' },
  );
  const prizeArea = { x: 160, y: details.rect.y - 34 - 150, width: width - 320, height: 150 };
  const prize = prizeOnRibbon(brief, palette, prizeArea, 46, 'bottom');
  const title = setStack(
    typeface,
    [titleBlock(brief, palette.cream, 112)],
    { ...column, y: 428, height: prize.stack.rect.y - 30 - 428 },
    centred,
  );
  const art = [
    glowingGround(width, height, middle, 470, palette),
    sparkles(brief, { x: 170, y: 90, width: 250, height: 160 }, 8, palette),
    sparkles(brief, { x: width - 420, y: 90, width: 250, height: 160 }, 8, palette),
    goldFrame(width, height, 34, palette),
    medallion(brief, middle, 166, 84, palette),
    divider(middle, 408, 250, palette),
    prize.art,
  ].join('');
  return { width, height, art, lines: [...shop.lines, ...title.lines, ...prize.stack.lines, ...details.lines] };
};

/** A show ticket: the shop on a gold stub, the event beside it. */
const naver = (brief: Brief): Poster => {
  const { typeface, format } = brief;
  const { width, height } = format;
  const palette = fancyPalette(brief.hues);
  const stub = 246;
  const column = { x: stub + 58, width: width - stub - 58 - 62 };
  const shop = setStack(
    typeface,
    [shopBlock(brief, palette.night, 32), placeBlock(brief, palette.night, 18)],
    { x: 38, y: 290, width: stub - 76, height: 250 },
    centred,
  );
  const details = setStack(
    typeface,
    detailBlocks(brief, palette, 20),
    { ...column, y: 428, height: 112 },
    { align: 'center', anchor: 'bottom' },
  );
  const prizeArea = { x: column.x + 12, y: details.rect.y - 26 - 110, width: column.width - 24, height: 110 };
  const prize = prizeOnRibbon(brief, palette, prizeArea, 31, 'bottom');
  const title = setStack(
    typeface,
    [titleBlock(brief, palette.cream, 66)],
    { ...column, y: 66, height: prize.stack.rect.y - 22 - 66 },
    centred,
  );
  const notches = Array.from({ length: 15 }, (_, at) => `<circle cx="${stub}" cy="${20 + at * 40}" r="9" fill="${palette.ground}"/>`);
  const art = [
    glowingGround(width, height, (stub + width) / 2, 220, palette),
    `<rect x="0" y="0" width="${stub}" height="${height}" fill="url(#gold)"/>`,
    `<rect x="22" y="22" width="${stub - 44}" height="${height - 44}" fill="none" stroke="${palette.night}" stroke-width="2" stroke-opacity="0.6"/>`,
    notches.join(''),
    medallion(brief, stub / 2, 172, 78, palette),
    `<g transform="translate(${stub} 0)">${goldFrame(width - stub, height, 22, palette)}</g>`,
    prize.art,
  ].join('');
  return { width, height, art, lines: [...shop.lines, ...title.lines, ...prize.stack.lines, ...details.lines] };
};

/** A party: bunting, confetti and a cream plate with the title. */
const kakao = (brief: Brief): Poster => {
  const { typeface, format } = brief;
  const { width, height } = format;
  const palette = fancyPalette(brief.hues);
  const plate = { x: 74, y: 162, width: width - 148, height: brief.words.period === '' ? 440 : 396 };
  const shop = setStack(
    typeface,
    [shopBlock(brief, palette.glow, 34), placeBlock(brief, palette.ground, 21)],
    { x: plate.x + 48, y: plate.y + 34, width: plate.width - 96, height: 92 },
    centred,
  );
  const title = setStack(
    typeface,
    [titleBlock(brief, palette.ground, 88)],
    { x: plate.x + 44, y: plate.y + 142, width: plate.width - 88, height: plate.height - 142 - 58 },
    centred,
  );
  const period: Block = { role: 'period', text: brief.words.period, weight: 700, color: palette.gold, size: 27, least: 20, leading: 1.4 };
  const dates = setStack(typeface, [period], { x: 110, y: 706, width: width - 220, height: 44 }, centred);
  const prize = prizeOnRibbon(brief, palette, { x: 96, y: plate.y + plate.height - 34, width: width - 192, height: 166 }, 46, 'top');
  const flags = [palette.gold, palette.cream, palette.deepGold];
  const art = [
    glowingGround(width, height, width / 2, 330, palette),
    confetti(brief.random, { x: 14, y: 560, width: 80, height: 220 }, 22, 17, flags),
    confetti(brief.random, { x: width - 108, y: 560, width: 80, height: 220 }, 22, 17, flags),
    confetti(brief.random, { x: 20, y: 96, width: width - 40, height: 80 }, 20, 15, flags),
    `<rect x="${plate.x + 10}" y="${plate.y + 12}" width="${plate.width}" height="${plate.height}" rx="30" fill="${palette.night}" fill-opacity="0.5"/>`,
    `<rect x="${plate.x}" y="${plate.y}" width="${plate.width}" height="${plate.height}" rx="30" fill="${palette.cream}"/>`,
    `<rect x="${plate.x + 14}" y="${plate.y + 14}" width="${plate.width - 28}" height="${plate.height - 28}" rx="20" fill="none" stroke="${palette.deepGold}" stroke-width="3"/>`,
    bunting(width, 20, 44, 11, flags),
    prize.art,
  ].join('');
  return { width, height, art, lines: [...shop.lines, ...title.lines, ...prize.stack.lines, ...dates.lines] };
};

/** FANCY: deep colour, gold, frames, ribbons and light. */
export const fancyDesigns: StyleDesigns = { INSTAGRAM: instagram, NAVER: naver, KAKAO: kakao };
