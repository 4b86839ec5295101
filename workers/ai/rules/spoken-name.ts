import { isBlank, unreadable } from '#schema/plain-text.ts';
import { markUp } from '../plan.ts';

/** In code points, as a plan's words are counted: the longest headline with the longest area has room for it. */
const LONGEST = 20;

/**
 * The shop's name as it may stand in a plan's sentences: without brackets that could be mark-up or a slot. A name that still reads like
 * mark-up or a link, that nobody can read, or that is too long for a headline becomes "우리 가게".
 */
export const spokenName = (name: string): string => {
  const plain = name
    .replace(/[<>`{}\p{Cc}]/gu, '')
    .normalize('NFC')
    .trim();
  return isBlank(plain) || [...plain].length > LONGEST || markUp.test(plain) || unreadable.test(plain) ? '우리 가게' : plain;
};
