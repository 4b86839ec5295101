import { z } from 'zod';
import { DecimalString } from '#schema/decimal.ts';
import { BudgetTier, Channel } from '#schema/enums.ts';
import { isBlank, unreadable } from '#schema/plain-text.ts';

/** The longest words of a plan, in characters (code points). */
export const longest = { title: 60, description: 500, prize: 100, participationMethod: 200, rationale: 500 } as const;

const LONGEST_AMOUNT = 16;

/** What is no plain word: mark-up, and links with what they may begin with. */
export const markUp = /[<>`]|\]\(|\b(?:https?|javascript|data):/iu;
const words = (most: number) =>
  z
    .string()
    .normalize('NFC')
    .trim()
    .refine((text) => !isBlank(text), 'words are needed')
    .max(most)
    .refine((text) => !markUp.test(text) && !unreadable.test(text), 'plain words only: no mark-up, links or control characters');
const korean = (most: number) => words(most).refine((text) => /\p{Script=Hangul}/u.test(text), 'Korean is needed');
const amount = DecimalString.refine((text) => !text.startsWith('-') && text.length <= LONGEST_AMOUNT, 'an amount of money is needed');

/** What every provider's plan must look like before anything else sees it: plain Korean words of limited length, money as exact decimals in won. */
export const planSchema = z.strictObject({
  tier: BudgetTier,
  title: korean(longest.title),
  description: korean(longest.description),
  prize: words(longest.prize),
  participationMethod: korean(longest.participationMethod),
  channels: z
    .array(Channel)
    .min(1)
    .max(Channel.options.length)
    .refine((list) => new Set(list).size === list.length, 'each channel once'),
  estimatedCost: amount,
  estimatedParticipants: z.int().min(0).max(10_000_000),
  revenuePerParticipant: amount,
  estimatedRoi: DecimalString.max(LONGEST_AMOUNT),
  rationale: korean(longest.rationale),
  source: words(40),
});

export type Plan = z.infer<typeof planSchema>;
