import { CodedError } from '#kit/errors.ts';
import type { Request } from '#kit/service.ts';
import type { Context } from './context.ts';
import { failed, failureLimit, refuseAfterFailures } from './failures.ts';
import type { IssuedSession } from './issued-session.ts';
import { openSession } from './open-session.ts';
import { Email, GivenPassword, parseInput } from './profile-input.ts';
import type { MutationLogInArgs } from './schema.generated.ts';
import { type User, UserEntity } from './user.entity.ts';

/**
 * Begins a session (spec §5, User). A wrong password and an unknown e-mail address take the same work and get the same answer.
 * The limits are looked at again after the password, so that many guesses at once are no way around them.
 *
 * @throws CodedError `AUTH_001`, `RATE_LIMITED` with `retryAfter`, `BAD_USER_INPUT` for absurdly long texts
 */
export const logIn = async (ctx: Context & Request, args: MutationLogInArgs): Promise<IssuedSession> => {
  const password = parseInput(GivenPassword, args.password, 'password');
  const email = parseInput(GivenPassword, args.email, 'email').trim().toLowerCase();
  const limits = [
    failureLimit(ctx, 'email', email),
    ...(ctx.clientAddress === null ? [] : [failureLimit(ctx, 'address', ctx.clientAddress)]),
  ];
  const session = await ctx.withPasswords(async ({ verify }) => {
    await refuseAfterFailures(ctx, limits);
    const user = Email.safeParse(email).success ? await ctx.database.em().findOne(UserEntity, { email }) : null;
    const matches = await verify(user?.passwordHash ?? null, password);
    if (!user || !matches) throw await failed(ctx, limits, new CodedError('AUTH_001'));
    await refuseAfterFailures(ctx, limits);
    return openSession(ctx, ctx.database.sql, user, ctx.now());
  });
  ctx.background.run('noting the log-in', () => noteLogIn(ctx, session.user));
  return session;
};

const noteLogIn = async ({ database }: Context, { id, lastLoginAt }: User): Promise<void> => {
  await database.sql('update users set last_login_at = greatest(last_login_at, $2) where id = $1', [id, lastLoginAt]);
};
