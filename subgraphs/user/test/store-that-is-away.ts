import type { Store } from '#kit/store/store.ts';

const away = async (): Promise<never> => {
  throw new Error('The store is away.');
};

/** What every caller meets while the store cannot be reached. */
export const storeThatIsAway: Store = {
  get: away,
  getMany: away,
  set: away,
  compareAndSet: away,
  delete: away,
  increment: away,
  ping: away,
  close: async () => {},
};
