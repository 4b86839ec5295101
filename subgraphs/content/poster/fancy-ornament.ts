import { rays, star } from './ornament.ts';
import type { fancyPalette } from './palette.ts';
import type { Rect } from './poster.ts';

export type FancyPalette = ReturnType<typeof fancyPalette>;

/** Night sky with light behind (x, y). */
export const glowingGround = (width: number, height: number, x: number, y: number, palette: FancyPalette): string =>
  [
    `<defs><radialGradient id="glow" gradientUnits="userSpaceOnUse" cx="${x}" cy="${y}" r="${Math.max(width, height) * 0.72}">`,
    `<stop offset="0" stop-color="${palette.glow}"/><stop offset="0.55" stop-color="${palette.ground}"/><stop offset="1" stop-color="${palette.night}"/></radialGradient>`,
    `<linearGradient id="gold" x1="0" y1="0" x2="1" y2="1"><stop offset="0" stop-color="${palette.cream}"/><stop offset="0.35" stop-color="${palette.gold}"/><stop offset="1" stop-color="${palette.deepGold}"/></linearGradient></defs>`,
    `<rect width="${width}" height="${height}" fill="url(#glow)"/>`,
    rays(x, y, Math.max(width, height) * 1.3, 28, `fill="${palette.gold}" fill-opacity="0.055"`),
  ].join('');

const cornerAt = (x: number, y: number, flipX: number, flipY: number, reach: number): string =>
  `<g transform="translate(${x} ${y}) scale(${(flipX * reach) / 100} ${(flipY * reach) / 100})"><path d="M0 100V42C0 18 18 0 42 0h58 M14 74c0-22 14-26 26-20s6 22-5 20-8-14 1-13 M74 14c-22 0-26 14-20 26s22 6 20-5-14-8-13 1"/><circle cx="22" cy="22" r="7" fill="url(#gold)"/></g>`;

/** A double line of gold with a flourish in each corner. */
export const goldFrame = (width: number, height: number, inset: number, palette: FancyPalette): string => {
  const reach = inset * 3;
  const near = inset * 1.5;
  const line = `fill="none" stroke="${palette.gold}"`;
  const corners = [cornerAt(near, near, 1, 1, reach), cornerAt(width - near, near, -1, 1, reach)];
  const lower = [cornerAt(near, height - near, 1, -1, reach), cornerAt(width - near, height - near, -1, -1, reach)];
  const sides = [
    `M${near + reach} ${near}H${width - near - reach} M${near + reach} ${height - near}H${width - near - reach}`,
    `M${near} ${near + reach}V${height - near - reach} M${width - near} ${near + reach}V${height - near - reach}`,
  ].join(' ');
  return [
    `<rect x="${inset * 0.75}" y="${inset * 0.75}" width="${width - inset * 1.5}" height="${height - inset * 1.5}" ${line} stroke-width="2"/>`,
    `<g ${line} stroke-width="3" stroke-linecap="round">${[...corners, ...lower].join('')}<path d="${sides}"/></g>`,
  ].join('');
};

/** A ribbon of gold behind `box`, its tails folded behind it. */
export const ribbon = ({ x, y, width, height }: Rect, tail: number, palette: FancyPalette): string => {
  const drop = Math.min(18, height * 0.2);
  const right = x + width;
  const end = (edge: number, way: number) =>
    `M${edge} ${y + drop}h${way * tail}l${-way * tail * 0.36} ${height / 2}l${way * tail * 0.36} ${height / 2}h${-way * tail}z`;
  const fold = (edge: number, way: number) => `M${edge} ${y + height}v${drop}l${-way * tail * 0.5} ${-drop}z`;
  return [
    `<path d="${end(x + tail * 0.5, -1.5)}${end(right - tail * 0.5, 1.5)}" fill="${palette.deepGold}"/>`,
    `<path d="${fold(x, -1)}${fold(right, 1)}" fill="${palette.night}"/>`,
    `<rect x="${x}" y="${y}" width="${width}" height="${height}" fill="url(#gold)"/>`,
    `<path d="M${x} ${y + 7}h${width}M${x} ${y + height - 7}h${width}" stroke="${palette.night}" stroke-opacity="0.35" stroke-width="2" stroke-dasharray="7 6"/>`,
  ].join('');
};

/** A line that thins out to both sides of a small star. */
export const divider = (x: number, y: number, reach: number, palette: FancyPalette): string =>
  [
    `<path d="M${x - reach} ${y}L${x - 22} ${y - 1.5}v3z M${x + reach} ${y}L${x + 22} ${y - 1.5}v3z" fill="${palette.gold}"/>`,
    star(x, y, 11, 4.2, 4, `fill="${palette.gold}"`),
  ].join('');

/** Flags on a slack string from edge to edge. */
export const bunting = (width: number, y: number, sag: number, flags: number, colors: string[]): string => {
  const at = (share: number) => ({ x: width * share, y: y + sag * 4 * share * (1 - share) });
  const pieces = Array.from({ length: flags }, (_, index) => {
    const [from, to] = [at((index + 0.1) / flags), at((index + 0.9) / flags)];
    const tip = { x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 + (width / flags) * 0.92 };
    return `<path d="M${from.x} ${from.y}L${to.x} ${to.y}L${tip.x} ${tip.y}Z" fill="${colors[index % colors.length]}"/>`;
  });
  return `<path d="M0 ${y}Q${width / 2} ${y + sag * 2} ${width} ${y}" fill="none" stroke="${colors[0]}" stroke-width="3"/>${pieces.join('')}`;
};
