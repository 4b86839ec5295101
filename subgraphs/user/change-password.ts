import { CodedError } from '#kit/errors.ts';
import type { Identity } from '#kit/identity.ts';
import { requireIdentity } from '#kit/identity.ts';
import type { Request } from '#kit/service.ts';
import type { Context } from './context.ts';
import { failed, failureLimit, refuseAfterFailures } from './failures.ts';
import { lockAccount, ownAccount } from './own-account.ts';
import { GivenPassword, Password, parseInput } from './profile-input.ts';
import { revokeSessions } from './revoke-sessions.ts';
import type { MutationChangePasswordArgs } from './schema.generated.ts';
import type { User } from './user.entity.ts';

/**
 * Changes the password and ends the other sessions (spec §5, User).
 *
 * @throws CodedError `BAD_USER_INPUT`, `USER_003` no such account, `USER_004` wrong current password, `RATE_LIMITED` after 5 of those
 */
export const changePassword = async (ctx: Context & Request, args: MutationChangePasswordArgs): Promise<User> => {
  const identity = requireIdentity(ctx);
  const currentPassword = parseInput(GivenPassword, args.currentPassword, 'currentPassword');
  const newPassword = parseInput(Password, args.newPassword, 'newPassword');
  const { user, ended } = await ctx.withPasswords(async ({ verify, hash }) => {
    const { passwordHash } = await ownAccount(ctx);
    const limits = [failureLimit(ctx, 'account', identity.userId)];
    await refuseAfterFailures(ctx, limits);
    if (!(await verify(passwordHash, currentPassword))) throw await failed(ctx, limits, new CodedError('USER_004'));
    await refuseAfterFailures(ctx, limits);
    return replacePassword(ctx, identity, passwordHash, await hash(newPassword));
  });
  if (ended.length > 0) await revokeSessions(ctx, user.id, ended);
  return user;
};

/** Keeps the new hash unless another change came first, and ends all sessions but this one. */
const replacePassword = (ctx: Context, { userId, sessionId }: Identity, verified: string, passwordHash: string) =>
  ctx.transaction(async (tx) => {
    const user = await lockAccount(tx, userId);
    if (user.passwordHash !== verified) throw new CodedError('USER_004');
    user.passwordHash = passwordHash;
    const ended = await tx.sql<{ id: string }>(
      'update sessions set ended_at = $3 where user_id = $1 and id <> $2 and ended_at is null and expires_at > $3 returning id',
      [userId, sessionId, ctx.now()],
    );
    return { user, ended: ended.map(({ id }) => id) };
  });
