import type { Context } from './context.ts';
import { ImageEntity } from './image.entity.ts';
import { imageId } from './image-id.ts';
import { ImageRequestEntity, type ImageRequestRow } from './image-request.entity.ts';

const KEPT_MS = 24 * 3_600_000;
const AT_ONCE = 200;

/**
 * A task: forgets requests whose jobs have left the store as well, and deletes the files of no image that those jobs have left: they
 * were killed, or timed out, between a file and its row. Files that this database knows nothing of are never touched.
 */
export const forgetRequests = async (ctx: Context): Promise<void> => {
  for (let count = AT_ONCE; count === AT_ONCE; ) count = await forgetSome(ctx);
};

const forgetSome = async (ctx: Context): Promise<number> => {
  const requestedAt = { $lt: new Date(ctx.now().getTime() - KEPT_MS) };
  const requests = await ctx.database.em().find(ImageRequestEntity, { requestedAt }, { limit: AT_ONCE, orderBy: { requestedAt: 'asc' } });
  for (const id of await orphansOf(ctx, requests)) await ctx.imageStore.delete(id);
  await ctx.database.em().nativeDelete(ImageRequestEntity, { jobId: { $in: requests.map(({ jobId }) => jobId) } });
  return requests.length;
};

/** The ids that the requests' images were to have and no image has. */
const orphansOf = async ({ database }: Context, requests: readonly ImageRequestRow[]): Promise<string[]> => {
  const rows = await database.em().find(ImageEntity, { jobId: { $in: requests.map(({ jobId }) => jobId) } }, { fields: ['id'] });
  const made = new Set(rows.map(({ id }) => id));
  const wanted = requests.flatMap(({ jobId, styles, platforms }) =>
    styles.flatMap((style) => platforms.map((platform) => imageId(jobId, style, platform))),
  );
  return wanted.filter((id) => !made.has(id));
};
