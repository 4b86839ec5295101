import type { Context } from './context.ts';

const KEPT_MS = 24 * 3_600_000;

/** Forgets requests whose jobs have left the store as well. */
export const forgetRequests = async ({ database, now }: Context): Promise<void> => {
  await database.sql('delete from image_requests where requested_at < $1', [new Date(now().getTime() - KEPT_MS)]);
};
