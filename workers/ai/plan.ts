import { z } from 'zod';

export const objectives = ['NEW_CUSTOMERS', 'REVISIT', 'SALES', 'AWARENESS'] as const;
export const industries = ['RESTAURANT', 'CAFE', 'RETAIL', 'BEAUTY', 'FITNESS', 'EDUCATION', 'SERVICE', 'OTHER'] as const;
export const channels = ['URIDONGNE_TV', 'GENIE_TV', 'RINGO_BIZ', 'SNS'] as const;
export const tiers = ['LOW', 'MEDIUM', 'HIGH'] as const;

export type Objective = (typeof objectives)[number];
export type Industry = (typeof industries)[number];
export type Channel = (typeof channels)[number];
export type BudgetTier = (typeof tiers)[number];

const markUp = /[<>`\p{Cc}]|\]\(|\b(?:https?|javascript|data):/iu;
const words = (longest: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(longest)
    .refine((text) => !markUp.test(text), 'plain words only: no mark-up, links or control characters');
const decimal = z.string().regex(/^-?\d{1,13}\.\d{2}$/);
const amount = z.string().regex(/^\d{1,13}\.\d{2}$/);

/** What every provider's plan must look like before anything else sees it: plain words of limited length, money as exact decimals in won. */
export const planSchema = z.strictObject({
  tier: z.enum(tiers),
  title: words(60),
  description: words(500),
  prize: words(100),
  participationMethod: words(200),
  channels: z
    .array(z.enum(channels))
    .min(1)
    .max(channels.length)
    .refine((list) => new Set(list).size === list.length, 'each channel once'),
  estimatedCost: amount,
  estimatedParticipants: z.int().min(0).max(10_000_000),
  revenuePerParticipant: amount,
  estimatedRoi: decimal,
  rationale: words(500),
  source: words(40),
});

export type Plan = z.infer<typeof planSchema>;
