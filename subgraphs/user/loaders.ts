import DataLoader from 'dataloader';
import type { Context } from './context.ts';
import { type User, UserEntity } from './user.entity.ts';

export type Loaders = ReturnType<typeof createLoaders>;

export const createLoaders = ({ database }: Context) => {
  const users = new DataLoader<string, User | null>(async (ids) => {
    const found = await database.em().find(UserEntity, { id: { $in: [...ids] } });
    const byId = new Map(found.map((user) => [user.id, user]));
    return ids.map((id) => byId.get(id) ?? null);
  });
  return { user: (id: string) => users.load(id) };
};
