type Rgb = [number, number, number];

const toLinearRgb = (lightness: number, chroma: number, hue: number): Rgb => {
  const angle = (hue * Math.PI) / 180;
  const a = chroma * Math.cos(angle);
  const b = chroma * Math.sin(angle);
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ];
};

const encode = (linear: number): number => (linear <= 0.0031308 ? 12.92 * linear : 1.055 * linear ** (1 / 2.4) - 0.055);
const decode = (encoded: number): number => (encoded <= 0.04045 ? encoded / 12.92 : ((encoded + 0.055) / 1.055) ** 2.4);
const inGamut = (rgb: Rgb): boolean => rgb.every((channel) => channel >= -0.0005 && channel <= 1.0005);

/** A colour of OKLCH as `#rrggbb`: lightness 0–1, hue in degrees; chroma is lowered to what a screen can show. */
export const oklch = (lightness: number, chroma: number, hue: number): string => {
  let rgb = toLinearRgb(lightness, chroma, hue);
  for (let reduced = chroma; !inGamut(rgb) && reduced > 0; reduced -= 0.004) rgb = toLinearRgb(lightness, Math.max(0, reduced), hue);
  const hex = rgb.map((channel) =>
    Math.round(255 * Math.min(1, Math.max(0, encode(channel))))
      .toString(16)
      .padStart(2, '0'),
  );
  return `#${hex.join('')}`;
};

/** The most colourful tone of a hue among those light enough for black type. */
export const mostVivid = (hue: number): string => {
  let best = { lightness: 0.72, chroma: 0 };
  for (let lightness = 0.72; lightness <= 0.88; lightness += 0.01) {
    let chroma = 0.3;
    while (!inGamut(toLinearRgb(lightness, chroma, hue))) chroma -= 0.004;
    if (chroma > best.chroma + 0.002) best = { lightness, chroma };
  }
  return oklch(best.lightness, best.chroma, hue);
};

const luminance = (color: string): number => {
  const [red, green, blue] = [1, 3, 5].map((at) => decode(Number.parseInt(color.slice(at, at + 2), 16) / 255)) as Rgb;
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
};

/** Contrast ratio of two `#rrggbb` colours, 1 to 21 (WCAG 2.2). */
export const contrast = (one: string, other: string): number => {
  const [darker, lighter] = [luminance(one), luminance(other)].sort((a, b) => a - b) as [number, number];
  return (lighter + 0.05) / (darker + 0.05);
};
