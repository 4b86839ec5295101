import type { PosterWords } from './poster-words.ts';
import type { Block } from './set-stack.ts';

type RowLook = { size: number; least: number; color: string; labelColor: string; labelWidth: number; gap: number };

const row = (role: Block['role'], label: string, text: string, look: RowLook): Block => ({
  role,
  text,
  weight: 500,
  size: look.size,
  least: look.least,
  leading: 1.36,
  color: look.color,
  gap: look.gap,
  label: { text: label, width: look.labelWidth, color: look.labelColor },
});

/** How to take part and when, as rows with a label each; what is unknown has no row. */
export const detailRows = ({ method, period }: PosterWords, look: RowLook): Block[] =>
  [row('method', '참여', method, look), row('period', '기간', period, look)].filter(({ text }) => text !== '');
