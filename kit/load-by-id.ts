import DataLoader from 'dataloader';
import { isUuid } from './is-uuid.ts';

const MOST_AT_ONCE = 500;

/**
 * One request's way to what has an id: what one tick asks for goes out in one `read`, which is given UUIDs in lower case. Resolves with null
 * for what `read` does not find, and for what is no UUID. Nothing is remembered: a subscription's context outlives many states.
 */
export const loadById = <Value>(
  read: (ids: readonly string[]) => Promise<ReadonlyMap<string, Value | null>>,
): ((id: string) => Promise<Value | null>) => {
  const readInOrder = async (ids: readonly string[]): Promise<(Value | null)[]> => {
    const found = await read(ids);
    return ids.map((id) => found.get(id) ?? null);
  };
  const loader = new DataLoader<string, Value | null>(readInOrder, { cache: false, maxBatchSize: MOST_AT_ONCE });
  return async (id) => (isUuid(id) ? loader.load(id.toLowerCase()) : null);
};
