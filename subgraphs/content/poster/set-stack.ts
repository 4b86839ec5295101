import type { Weight } from './font-face.ts';
import type { Rect, Role, TextLine } from './poster.ts';
import { graphemes } from './printable-text.ts';
import type { Typeface } from './typeface.ts';
import { type Copy, measuredCopy, type Wrapped, wrapText } from './wrap-text.ts';

export type Block = {
  role: Role;
  text: string;
  weight: Weight;
  color: string;
  /** Pixels wanted, and the pixels below which only a last resort goes. */
  size: number;
  least: number;
  /** Line height in em. */
  leading: number;
  /** Em between characters. */
  tracking?: number;
  /** Pixels above the block, unless it is the first. */
  gap?: number;
  maxLines?: number;
  /** A word in a column of its own to the left, on the first line. */
  label?: { text: string; width: number; color: string };
};
export type Placement = { align: 'left' | 'center'; anchor: 'top' | 'middle' | 'bottom' };
export type Stack = {
  lines: TextLine[];
  rect: Rect;
  /** Of the sizes wanted, what could be had. */
  scale: number;
};

/** A block and its words, measured in em. */
type Written = { block: Block; copy: Copy };
type SetBlock = { block: Block; size: number; gap: number; wrapped: Wrapped };

const STEP = 0.95;
const SMALLEST = 0.12;
/** How much smaller text may become so that no word is split, and so that lines end where a reader would pause. */
const WHOLE_WORDS_WORTH = 0.55;
const TIDY_WORTH = 0.8;

const columnWidth = (block: Block, region: Rect, size: number): number =>
  region.width - (block.label === undefined ? 0 : block.label.width * (size / block.size));

const written = (typeface: Typeface, blocks: Block[]): Written[] =>
  blocks.map((block) => ({ block, copy: measuredCopy(block.text, (text) => typeface.width(text, block.weight, 1, block.tracking)) }));

const setAt = (blocks: Written[], region: Rect, scale: number, floor: number): SetBlock[] =>
  blocks.map(({ block, copy }, index) => {
    const size = Math.max(block.least * floor, block.size * scale);
    const gap = index === 0 ? 0 : (block.gap ?? 0) * Math.max(scale, 0.4);
    return { block, size, gap, wrapped: wrapText(copy, columnWidth(block, region, size) / size) };
  });

const heightOf = (set: SetBlock[]): number =>
  set.reduce((sum, { block, size, gap, wrapped }) => sum + gap + wrapped.lines.length * size * block.leading, 0);

const fits = (set: SetBlock[], region: Rect): boolean =>
  heightOf(set) <= region.height && set.every(({ block, wrapped }) => wrapped.lines.length <= (block.maxLines ?? Number.POSITIVE_INFINITY));

type Candidate = { set: SetBlock[]; scale: number };

const anyhow = (): boolean => true;
const keepsWords = (set: SetBlock[]): boolean => set.every(({ wrapped }) => !wrapped.broken);
const isTidy = (set: SetBlock[]): boolean => set.every(({ wrapped }) => !wrapped.broken && !wrapped.untidy);

type Demand = { floor?: number; least?: number; good: (set: SetBlock[]) => boolean };

const largest = (blocks: Written[], region: Rect, { floor = 1, least = SMALLEST, good }: Demand): Candidate | null => {
  for (let scale = 1; scale > least; scale *= STEP) {
    const set = setAt(blocks, region, scale, floor);
    if (fits(set, region) && good(set)) return { set, scale };
  }
  return null;
};

const shorten = (blocks: Block[]): Block[] => {
  const longest = blocks.reduce((a, b) => (b.text.length > a.text.length ? b : a));
  const characters = graphemes(longest.text.replace(/…$/, ''));
  if (characters.length < 2) return blocks.filter((block) => block !== longest);
  const kept = characters.slice(0, Math.floor(characters.length * 0.9)).join('');
  return blocks.map((block) => (block === longest ? { ...block, text: `${kept.trimEnd()}…` } : block));
};

const choose = (typeface: Typeface, blocks: Block[], region: Rect): Candidate => {
  const copies = written(typeface, blocks);
  const split = largest(copies, region, { good: anyhow });
  if (split !== null) {
    const whole = largest(copies, region, { good: keepsWords, least: split.scale * WHOLE_WORDS_WORTH });
    if (whole === null) return split;
    return largest(copies, region, { good: isTidy, least: whole.scale * TIDY_WORTH }) ?? whole;
  }
  const unlimited = blocks.map(({ maxLines: _, ...block }) => block);
  const tiny = largest(written(typeface, unlimited), region, { good: anyhow, floor: 0.6 });
  return tiny ?? choose(typeface, shorten(unlimited), region);
};

type Spot = Pick<Rect, 'x' | 'y' | 'width'> & { align: Placement['align'] };

const lineOf = (typeface: Typeface, { block, size }: SetBlock, text: string, { x, y, width: room, align }: Spot): TextLine => {
  const width = typeface.width(text, block.weight, size, block.tracking);
  return {
    role: block.role,
    text,
    rect: { x: align === 'left' ? x : x + (room - width) / 2, y, width, height: size * block.leading },
    size,
    weight: block.weight,
    color: block.color,
    tracking: block.tracking ?? 0,
    align,
  };
};

const linesOf = (typeface: Typeface, set: SetBlock, region: Rect, y: number, align: Placement['align']): TextLine[] => {
  const { block, size, wrapped } = set;
  const width = columnWidth(block, region, size);
  const x = region.x + region.width - width;
  const lines = wrapped.lines.map((text, at) => lineOf(typeface, set, text, { x, y: y + at * size * block.leading, width, align }));
  if (block.label === undefined) return lines;
  const labelled: SetBlock = { ...set, block: { ...block, role: 'label', color: block.label.color } };
  return [lineOf(typeface, labelled, block.label.text, { x: region.x, y, width, align: 'left' }), ...lines];
};

/**
 * Sets blocks one under the other in `region`, as large as fits: all shrink together, none below its `least` unless nothing else helps;
 * words are split only where keeping them whole would cost nearly half the size. Text is cut (with an ellipsis) only when even the
 * smallest size has no room for it. Every line returned lies inside the region. Blocks without text take no room.
 */
export const setStack = (typeface: Typeface, wanted: Block[], region: Rect, { align, anchor }: Placement): Stack => {
  const blocks = wanted.filter(({ text }) => text !== '');
  const { set, scale } = choose(typeface, blocks, region);
  const height = heightOf(set);
  const top = region.y + (anchor === 'top' ? 0 : (region.height - height) / (anchor === 'middle' ? 2 : 1));
  let y = top;
  const lines = set.flatMap((each) => {
    const from = y + each.gap;
    y = from + each.wrapped.lines.length * each.size * each.block.leading;
    return linesOf(typeface, each, region, from, align);
  });
  return { lines, rect: { x: region.x, y: top, width: region.width, height }, scale };
};
