import { badInput } from '#kit/errors.ts';
import { requireIdentity } from '#kit/identity.ts';
import { ImagePlatform, ImageStyle } from '#schema/enums.ts';
import type { Job } from '#schema/store/job.ts';
import type { RequestContext } from './context.ts';
import { draftWithPlan, ownDraft } from './draft.ts';
import { requestImages } from './request-images.ts';
import type { MutationGenerateImagesArgs } from './schema.generated.ts';

const MOST_NAMES = 100;

/** All when left out, otherwise each once and in the order of the schema. None, or an oversized list, is `BAD_USER_INPUT`. */
const chosen = <Value>(field: string, all: readonly Value[], wanted: readonly Value[] | null | undefined): Value[] => {
  if (wanted?.length === 0)
    throw badInput(field, { en: 'Name at least one, or leave it out for all.', ko: '하나 이상 고르거나, 모두 원하면 비워 두세요.' });
  if (wanted && wanted.length > MOST_NAMES) throw badInput(field, { en: 'Name each one once.', ko: '같은 것은 한 번만 적어 주세요.' });
  return all.filter((value) => wanted?.includes(value) ?? true);
};

/** `Mutation.generateImages` (spec §5 Content): has posters made for the plan that is chosen now. */
export const generateImages = async (ctx: RequestContext, { input }: MutationGenerateImagesArgs): Promise<Job> => {
  const { userId } = requireIdentity(ctx);
  const styles = chosen('input.styles', ImageStyle.options, input.styles);
  const platforms = chosen('input.platforms', ImagePlatform.options, input.platforms);
  const draft = draftWithPlan(ownDraft(await ctx.load.draft(input.draftId), userId));
  return requestImages(ctx, draft, { styles, platforms, replaces: null });
};
