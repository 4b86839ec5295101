import type { BudgetTier, Objective } from '#schema/enums.ts';
import type { Season } from './season.ts';

/** The words of one plan, with slots `{shop} {area} {occasion} {season} {item} {prize}`; `{을/를}` after a slot picks the particle. */
export type Idea = { title: string; description: string; participation: string };

/** A prize as the shop buys it: `value` is the shop's cost of one, in won. */
export type Prize = { name: string; value: number; winners: number };

/** What the planner knows about an industry. Factors are relative to 1. */
export type IndustryProfile = {
  /** What a paying visitor spends, in won. */
  averageSpend: number;
  /** How readily people answer such a shop's event: cheap and frequent things more than dear and rare ones. */
  response: number;
  /** How much the season helps. */
  seasonality: Record<Season, number>;
  items: Record<Season, readonly string[]>;
  prizes: Record<BudgetTier, readonly Prize[]>;
  ideas: Record<Objective, readonly Idea[]>;
};
