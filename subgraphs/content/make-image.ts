import { updateDocument } from '#kit/store/document.ts';
import type { ImagePlatform, ImageStyle } from '#schema/enums.ts';
import type { ImagesRequestedData } from '#schema/events/content.ts';
import type { ChosenRecommendation, Draft } from '#schema/store/draft.ts';
import { DraftImagesDocument } from '#schema/store/draft-images.ts';
import type { Context } from './context.ts';
import { withImage } from './draft-images.ts';
import { ImageEntity, type ImageRow } from './image.entity.ts';
import { imageId } from './image-id.ts';
import type { MadeImage } from './image-provider.ts';
import { imageUrl } from './image-url.ts';
import type { PosterRequest } from './poster/poster-request.ts';

const ATTEMPTS = 3;

/** The provider could not make a picture, also not when asked again. */
export class RenderingFailed extends Error {
  override name = 'RenderingFailed';
}

type Wish = {
  request: ImagesRequestedData;
  draft: Draft;
  chosen: ChosenRecommendation;
  style: ImageStyle;
  platform: ImagePlatform;
  variant: number;
  /** What the job had made before it was taken up again, by id. */
  kept: ReadonlyMap<string, ImageRow>;
};

/** What a job has made already, by id. */
export const keptImages = async ({ database }: Context, jobId: string): Promise<Map<string, ImageRow>> =>
  new Map((await database.em().find(ImageEntity, { jobId })).map((row) => [row.id, row]));

/** How often the draft's images were made before this job: the number that makes the next ones look different. */
export const variantFor = async ({ database }: Context, { draftId, jobId }: ImagesRequestedData): Promise<number> => {
  const [row] = await database.sql<{ next: number }>(
    'select coalesce(max(variant) + 1, 0) as next from images where draft_id = $1 and job_id <> $2',
    [draftId, jobId],
  );
  return row?.next ?? 0;
};

/** One image with its file, its row and its place among the draft's images; what is there already is not made again. */
export const makeImage = async (ctx: Context, wish: Wish, signal: AbortSignal): Promise<void> => {
  const { request, style, platform, kept } = wish;
  const row = kept.get(imageId(request.jobId, style, platform)) ?? (await renderAndKeep(ctx, wish, signal));
  const { id, jobId, width, height, createdAt } = row;
  const image = { id, jobId, style, platform, width, height, url: imageUrl(ctx.config, id), createdAt: createdAt.toISOString() };
  const { draftId, ownerId } = request;
  await updateDocument(ctx.store, DraftImagesDocument, draftId, (listed) => ({
    draftId,
    ownerId,
    images: withImage(listed?.images ?? [], image),
  }));
};

const posterRequest = ({ draft, chosen, style, platform, variant }: Wish): PosterRequest => ({
  style,
  platform,
  store: draft.store,
  plan: { title: chosen.title, prize: chosen.prize, participationMethod: chosen.participationMethod },
  period: draft.startsAt !== null && draft.endsAt !== null ? { startsAt: draft.startsAt, endsAt: draft.endsAt } : null,
  variant,
});

const render = async ({ imageProvider, log }: Context, wish: Wish, signal: AbortSignal): Promise<MadeImage> => {
  for (let attempt = 1; ; attempt++) {
    try {
      return await imageProvider.render(posterRequest(wish), signal, new Date(wish.request.deadline));
    } catch (error) {
      signal.throwIfAborted();
      if (attempt === ATTEMPTS) throw new RenderingFailed(`The provider ${imageProvider.name} gave up.`, { cause: error });
      log.warn({ err: error, jobId: wish.request.jobId, attempt }, 'a picture failed and is tried again');
    }
  }
};

const renderAndKeep = async (ctx: Context, wish: Wish, signal: AbortSignal): Promise<ImageRow> => {
  const { request, style, platform, variant } = wish;
  const { jobId, draftId, ownerId } = request;
  const id = imageId(jobId, style, platform);
  const { png, width, height, provider } = await render(ctx, wish, signal);
  await ctx.imageStore.put(id, png);
  const row = {
    id,
    jobId,
    draftId,
    ownerId,
    style,
    platform,
    width,
    height,
    variant,
    provider,
    createdAt: ctx.now(),
  };
  return ctx.database.em().upsert(ImageEntity, row, { onConflictAction: 'ignore' });
};
