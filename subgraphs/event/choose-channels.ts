import type { Draft } from '#schema/store/draft.ts';
import type { Asking } from './context.ts';
import { decideChannels } from './decide-channels.ts';
import { changeOwnDraft } from './own-draft.ts';
import type { MutationChooseChannelsArgs } from './schema.generated.ts';

/** `Mutation.chooseChannels`. */
export const chooseChannels = (ctx: Asking, { draftId, ...choice }: MutationChooseChannelsArgs): Promise<Draft> =>
  changeOwnDraft(ctx, draftId, (draft, now) => decideChannels(choice, draft, now));
