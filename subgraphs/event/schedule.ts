import type { Draft } from '#schema/store/draft.ts';
import type { Asking } from './context.ts';
import { decideSchedule } from './decide-schedule.ts';
import { changeOwnDraft } from './own-draft.ts';
import type { MutationScheduleArgs } from './schema.generated.ts';

/** `Mutation.schedule`. */
export const schedule = (ctx: Asking, { draftId, ...dates }: MutationScheduleArgs): Promise<Draft> =>
  changeOwnDraft(ctx, draftId, (draft, now) => decideSchedule(dates, draft, now));
