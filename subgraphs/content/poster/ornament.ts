import type { Random } from './seeded-random.ts';

const round = (value: number): number => Math.round(value * 100) / 100;
export const point = (x: number, y: number, radius: number, turn: number): string =>
  `${round(x + radius * Math.cos(turn))} ${round(y + radius * Math.sin(turn))}`;

/** A star of `points` spikes as a path; with many spikes and a large inner radius, a sticker. */
export const star = (x: number, y: number, outer: number, inner: number, points: number, look: string, turn = -Math.PI / 2): string => {
  const corners = Array.from({ length: points * 2 }, (_, at) => point(x, y, at % 2 === 0 ? outer : inner, turn + (at * Math.PI) / points));
  return `<path d="M${corners.join('L')}Z" ${look}/>`;
};

/** A circle with a scalloped edge. */
export const scallop = (x: number, y: number, radius: number, lobes: number, look: string): string => {
  const arc = round(radius * Math.sin(Math.PI / lobes));
  const corners = Array.from({ length: lobes }, (_, at) => `A${arc} ${arc} 0 0 1 ${point(x, y, radius, ((at + 1) * 2 * Math.PI) / lobes)}`);
  return `<path d="M${point(x, y, radius, 0)}${corners.join('')}Z" ${look}/>`;
};

/** Wedges of light from one point. */
export const rays = (x: number, y: number, reach: number, count: number, look: string): string => {
  const wedges = Array.from({ length: count }, (_, at) => {
    const from = (at * 2 * Math.PI) / count;
    return `M${round(x)} ${round(y)}L${point(x, y, reach, from)}L${point(x, y, reach, from + Math.PI / count)}Z`;
  });
  return `<path d="${wedges.join('')}" ${look}/>`;
};

export const dots = (x: number, y: number, columns: number, rows: number, pitch: number, radius: number, look: string): string => {
  const all = Array.from({ length: columns * rows }, (_, at) => {
    const [column, row] = [at % columns, Math.floor(at / columns)];
    return `<circle cx="${round(x + column * pitch)}" cy="${round(y + row * pitch)}" r="${radius}"/>`;
  });
  return `<g ${look}>${all.join('')}</g>`;
};

export const checker = (x: number, y: number, columns: number, rows: number, cell: number, look: string): string => {
  const cells = Array.from({ length: columns * rows }, (_, at) => [at % columns, Math.floor(at / columns)] as const)
    .filter(([column, row]) => (column + row) % 2 === 0)
    .map(([column, row]) => `M${round(x + column * cell)} ${round(y + row * cell)}h${cell}v${cell}h${-cell}z`);
  return `<path d="${cells.join('')}" ${look}/>`;
};

/** A wave from left to right, drawn as a line of `thickness`. */
export const wave = (x: number, y: number, length: number, height: number, waves: number, look: string): string => {
  const half = length / waves / 2;
  const humps = Array.from({ length: waves * 2 - 1 }, () => `t${round(half)} 0`);
  return `<path d="M${round(x)} ${round(y)}q${round(half / 2)} ${round(-height)} ${round(half)} 0${humps.join('')}" fill="none" ${look}/>`;
};

/** Small paper in `colors`, scattered over a band: dots, squares and streamers. */
export const confetti = (
  random: Random,
  area: { x: number; y: number; width: number; height: number },
  count: number,
  size: number,
  colors: string[],
): string =>
  Array.from({ length: count }, (_, at) => {
    const [x, y] = [round(area.x + random() * area.width), round(area.y + random() * area.height)];
    const paint = `fill="${colors[at % colors.length]}"`;
    const turned = `transform="rotate(${round(random() * 180)} ${x} ${y})"`;
    const own = round(size * (0.5 + random() * 0.7));
    if (at % 3 === 0) return `<circle cx="${x}" cy="${y}" r="${round(own / 2)}" ${paint}/>`;
    return `<rect x="${x}" y="${y}" width="${own}" height="${at % 3 === 1 ? own : round(own / 3)}" ${paint} ${turned}/>`;
  }).join('');
