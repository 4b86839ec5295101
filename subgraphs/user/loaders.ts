import { loadById } from '#kit/load-by-id.ts';
import type { Context } from './context.ts';
import { UserEntity } from './user.entity.ts';

export type Loaders = ReturnType<typeof createLoaders>;

export const createLoaders = ({ database }: Context) => ({
  user: loadById(async (ids) => {
    const users = await database.em().find(UserEntity, { id: { $in: [...ids] } });
    return new Map(users.map((user) => [user.id, user]));
  }),
});
