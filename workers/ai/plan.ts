import { z } from 'zod';
import { DecimalString } from '#schema/decimal.ts';
import { BudgetTier, Channel } from '#schema/enums.ts';

const LONGEST_AMOUNT = 16;
const markUp = /[<>`\p{Cc}]|\]\(|\b(?:https?|javascript|data):/iu;
const words = (longest: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(longest)
    .refine((text) => !markUp.test(text), 'plain words only: no mark-up, links or control characters');
const korean = (longest: number) => words(longest).refine((text) => /\p{Script=Hangul}/u.test(text), 'Korean is needed');
const amount = DecimalString.refine((text) => !text.startsWith('-') && text.length <= LONGEST_AMOUNT, 'an amount of money is needed');

/** What every provider's plan must look like before anything else sees it: plain Korean words of limited length, money as exact decimals in won. */
export const planSchema = z.strictObject({
  tier: BudgetTier,
  title: korean(60),
  description: korean(500),
  prize: words(100),
  participationMethod: korean(200),
  channels: z
    .array(Channel)
    .min(1)
    .max(Channel.options.length)
    .refine((list) => new Set(list).size === list.length, 'each channel once'),
  estimatedCost: amount,
  estimatedParticipants: z.int().min(0).max(10_000_000),
  revenuePerParticipant: amount,
  estimatedRoi: DecimalString.max(LONGEST_AMOUNT),
  rationale: korean(500),
  source: words(40),
});

export type Plan = z.infer<typeof planSchema>;
