import { LockMode } from '@mikro-orm/core';
import type { Transaction } from '#kit/database.ts';
import { CodedError } from '#kit/errors.ts';
import { requireIdentity } from '#kit/identity.ts';
import type { Request } from '#kit/service.ts';
import type { Context } from './context.ts';
import { type User, UserEntity } from './user.entity.ts';

/** The account that asks. `UNAUTHENTICATED` for nobody, `USER_003` when it is gone. */
export const ownAccount = async (ctx: Context & Request): Promise<User> => {
  const { userId } = requireIdentity(ctx);
  return orNoAccount(await ctx.database.em().findOne(UserEntity, { id: userId }));
};

/** The account in a transaction, locked against other edits. `USER_003` when it is gone. */
export const lockAccount = async (tx: Transaction, userId: string): Promise<User> =>
  orNoAccount(await tx.em.findOne(UserEntity, { id: userId }, { lockMode: LockMode.PESSIMISTIC_WRITE }));

const orNoAccount = (user: User | null): User => {
  if (!user) throw new CodedError('USER_003');
  return user;
};
