import { CodedError } from '#kit/errors.ts';
import { requireIdentity } from '#kit/identity.ts';
import type { Request } from '#kit/service.ts';
import type { Context } from './context.ts';
import { lockAccount } from './own-account.ts';
import { parseInput, UpdateProfileInput } from './profile-input.ts';
import type { MutationUpdateProfileArgs } from './schema.generated.ts';
import { sealPhone, sealStore } from './sealed-fields.ts';
import { refuseTaken, refusingTaken } from './taken.ts';
import type { User } from './user.entity.ts';

/**
 * Changes what the input names; what is left out or null stays. An edit counts `version` up; an input that names nothing is none.
 *
 * @throws CodedError `BAD_USER_INPUT`, `USER_003` no such account, `USER_005` edited since `version` was read, `USER_001`, `USER_002`
 */
export const updateProfile = async (ctx: Context & Request, args: MutationUpdateProfileArgs): Promise<User> => {
  const { userId } = requireIdentity(ctx);
  const { version, ...edit } = parseInput(UpdateProfileInput, args.input, 'input');
  const columns = editedColumns(ctx, edit);
  return refusingTaken(() =>
    ctx.transaction(async (tx) => {
      const user = await lockAccount(tx, userId);
      if (user.version !== version) throw new CodedError('USER_005');
      if (Object.keys(columns).length === 0) return user;
      await refuseTaken(tx.sql, columns, userId);
      return Object.assign(user, columns, { version: version + 1 });
    }),
  );
};

const editedColumns = (ctx: Context, { name, email, phone, store }: Omit<UpdateProfileInput, 'version'>): Partial<User> => ({
  ...(name ? { name } : {}),
  ...(email ? { email } : {}),
  ...(phone ? sealPhone(ctx, phone) : {}),
  ...(store ? sealStore(ctx, store) : {}),
});
