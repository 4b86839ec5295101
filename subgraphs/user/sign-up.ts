import type { Context } from './context.ts';
import type { IssuedSession } from './issued-session.ts';
import { openSession } from './open-session.ts';
import { parseInput, SignUpInput } from './profile-input.ts';
import type { MutationSignUpArgs } from './schema.generated.ts';
import { sealPhone, sealStore } from './sealed-fields.ts';
import { refuseTaken, refusingTaken } from './taken.ts';
import { type User, UserEntity } from './user.entity.ts';

/**
 * Makes an account and logs it in (spec §5, User).
 *
 * @throws CodedError `BAD_USER_INPUT`, `USER_001` (e-mail address taken, checked first), `USER_002` (phone number taken), `RATE_LIMITED`
 */
export const signUp = async (ctx: Context, { input }: MutationSignUpArgs): Promise<IssuedSession> => {
  const { email, password, name, phone, store } = parseInput(SignUpInput, input, 'input');
  const columns = { email, name, ...sealPhone(ctx, phone), ...sealStore(ctx, store) };
  return ctx.withPasswords(async ({ hash }) => {
    await refuseTaken(ctx.database.sql, columns);
    const passwordHash = await hash(password);
    const now = ctx.now();
    const user: User = { ...columns, id: ctx.newId(), passwordHash, version: 1, createdAt: now, lastLoginAt: now };
    return refusingTaken(() =>
      ctx.transaction(async (tx) => {
        await tx.em.insert(UserEntity, user);
        return openSession(ctx, tx.sql, user, now);
      }),
    );
  });
};
