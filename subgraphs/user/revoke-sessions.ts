import { writeDocument } from '#kit/store/document.ts';
import { within } from '#kit/within.ts';
import { RevokedSessionDocument } from '#schema/store/revoked-session.ts';
import type { Context } from './context.ts';

const STORE_MS = 2_000;

/**
 * Makes every gateway refuse the access tokens of sessions that have ended in the database: `revoked:{sid}` for as long as such a token
 * may live, then the bells of that name. Never rejects: with the store away the tokens live until they expire, and the log says so.
 */
export const revokeSessions = async (ctx: Context, userId: string, sessionIds: readonly string[]): Promise<void> => {
  const revocation = { userId, revokedAt: ctx.now().toISOString() };
  try {
    await within(
      STORE_MS,
      'The store',
      Promise.all(sessionIds.map((sessionId) => writeDocument(ctx.store, RevokedSessionDocument, sessionId, revocation))),
    );
  } catch (error) {
    ctx.log.warn({ err: error, sessionIds }, 'sessions have ended but could not be revoked: their access tokens live until they expire');
  }
  ctx.doorbell.ring(...sessionIds.map(RevokedSessionDocument.key));
};
