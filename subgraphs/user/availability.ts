import type { Context } from './context.ts';
import { Email, Phone, parseInput } from './profile-input.ts';
import type { QueryEmailAvailableArgs, QueryPhoneAvailableArgs } from './schema.generated.ts';
import { phoneHash } from './sealed-fields.ts';
import { UserEntity } from './user.entity.ts';

/** Whether nobody has this e-mail address. `BAD_USER_INPUT` when it is none. */
export const emailAvailable = async (ctx: Context, args: QueryEmailAvailableArgs): Promise<boolean> => {
  const email = parseInput(Email, args.email, 'email');
  return (await ctx.database.em().count(UserEntity, { email })) === 0;
};

/** Whether nobody has this phone number. `BAD_USER_INPUT` when it is none. */
export const phoneAvailable = async (ctx: Context, args: QueryPhoneAvailableArgs): Promise<boolean> => {
  const phone = parseInput(Phone, args.phone, 'phone');
  return (await ctx.database.em().count(UserEntity, { phoneHash: phoneHash(ctx, phone) })) === 0;
};
