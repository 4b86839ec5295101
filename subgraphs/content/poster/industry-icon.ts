import type { Industry } from '#schema/enums.ts';

/** Line drawings on a 24 × 24 grid. */
const drawings: Record<Industry, string> = {
  RESTAURANT:
    'M3 11h18a9 9 0 0 1-18 0z M8 21h8 M8.5 3c-1.2 1.6 1.2 2.8 0 4.5 M12.5 3c-1.2 1.6 1.2 2.8 0 4.5 M16.5 3c-1.2 1.6 1.2 2.8 0 4.5',
  CAFE: 'M4 9h13v5.5a5 5 0 0 1-5 5H9a5 5 0 0 1-5-5z M17 10.5h1.3a2.4 2.4 0 0 1 0 4.8H17 M3.5 22h14 M8.5 2.5c-1 1.4 1 2.4 0 3.8 M12.5 2.5c-1 1.4 1 2.4 0 3.8',
  RETAIL: 'M5 8h14l1 13H4z M8.5 11.5V6.5a3.5 3.5 0 0 1 7 0v5',
  BEAUTY:
    'M11 3.5l2 5.5 5.5 2-5.5 2-2 5.5-2-5.5-5.5-2 5.5-2z M18.5 15.5l.9 2.1 2.1.9-2.1.9-.9 2.1-.9-2.1-2.1-.9 2.1-.9z M18.5 3v4 M16.5 5h4',
  FITNESS: 'M2 12h2 M20 12h2 M4.5 8.5v7 M7.5 6v12 M7.5 12h9 M16.5 6v12 M19.5 8.5v7',
  EDUCATION: 'M12 6.5c-2.5-1.8-5.5-2.2-9-2.2v13.5c3.5 0 6.5.4 9 2.2 2.5-1.8 5.5-2.2 9-2.2V4.3c-3.5 0-6.5.4-9 2.2z M12 6.5V20',
  SERVICE:
    'M2.5 11.5L12 4l9.5 7.5 M5 10v10.5h14V10 M12 17.8c-3-1.9-3.6-3.2-3.6-4.3a1.8 1.8 0 0 1 3.6-.6 1.8 1.8 0 0 1 3.6.6c0 1.1-.6 2.4-3.6 4.3z',
  OTHER: 'M4.5 12v8.5h15V12 M3 9.5L5 4h14l2 5.5a3 3 0 0 1-6 0 3 3 0 0 1-6 0 3 3 0 0 1-6 0z M10 20.5v-5h4v5',
};

export type IconLook = { color: string; stroke?: number; fill?: string };

/** The industry's sign as SVG, `size` pixels wide, centred on (x, y). `stroke` is in its own 24 units. */
export const industryIcon = (
  industry: Industry,
  x: number,
  y: number,
  size: number,
  { color, stroke = 1.4, fill = 'none' }: IconLook,
): string =>
  `<path transform="translate(${x - size / 2} ${y - size / 2}) scale(${size / 24})" d="${drawings[industry]}" fill="${fill}" stroke="${color}" stroke-width="${stroke}" stroke-linecap="round" stroke-linejoin="round"/>`;
