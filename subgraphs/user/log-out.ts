import { CodedError } from '#kit/errors.ts';
import { requireIdentity } from '#kit/identity.ts';
import type { Request } from '#kit/service.ts';
import { UserLoggedOut } from '#schema/events/user.ts';
import type { Context } from './context.ts';
import { revokeSessions } from './revoke-sessions.ts';

/**
 * Ends the present session (spec §5, User): its refresh tokens in the database together with `user.logged-out`, then its access tokens
 * at every gateway. One that has ended already is revoked again, in case the first time was cut off.
 *
 * @throws CodedError `AUTH_002` for a bad token or a session that has ended, `UNAUTHENTICATED` without a token,
 * `SERVICE_UNAVAILABLE` when the token cannot be judged
 */
export const logOut = async (ctx: Context & Request): Promise<true> => {
  if (ctx.tokenRefused && ctx.tokenRefused !== 'unknown') throw new CodedError('AUTH_002');
  const { userId, sessionId } = requireIdentity(ctx);
  const ended = await endSession(ctx, userId, sessionId);
  await revokeSessions(ctx, userId, [sessionId]);
  if (!ended) throw new CodedError('AUTH_002');
  return true;
};

const endSession = (ctx: Context, userId: string, sessionId: string): Promise<boolean> =>
  ctx.transaction(async (tx) => {
    await tx.sql('select 1 from users where id = $1 for no key update', [userId]);
    const now = ctx.now();
    const ended = await tx.sql('update sessions set ended_at = $3 where id = $2 and user_id = $1 and ended_at is null returning id', [
      userId,
      sessionId,
      now,
    ]);
    if (ended.length === 0) return false;
    tx.publish(UserLoggedOut, { userId, sessionId, loggedOutAt: now.toISOString() });
    return true;
  });
