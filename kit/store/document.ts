import { setTimeout as pause } from 'node:timers/promises';
import type { z } from 'zod';
import { backoffMs } from '../backoff.ts';
import type { Store } from './store.ts';

/** A store key as a contract (spec §5): who writes it, who reads it, how long it lives and what stands in it. Declared in `schema/store/`. */
export type DocumentContract<Id, Value> = {
  /** The key's pattern for people, e.g. `draft:event:{id}`. */
  name: string;
  key: (id: Id) => string;
  description: string;
  writer: string;
  readers: readonly string[];
  /** Milliseconds from the last write. */
  ttlMs: number;
  schema: z.ZodType<Value>;
};

export const defineDocument = <Id, Value>(contract: DocumentContract<Id, Value>): DocumentContract<Id, Value> => contract;

const parse = <Id, Value>(contract: DocumentContract<Id, Value>, text: string | null): Value | null =>
  text === null ? null : contract.schema.parse(JSON.parse(text));

/** The document, or null when there is none or it has expired. Throws a ZodError when what is stored breaks the contract. */
export const readDocument = async <Id, Value>(store: Store, contract: DocumentContract<Id, Value>, id: Id): Promise<Value | null> =>
  parse(contract, await store.get(contract.key(id)));

/** The documents in the order of `ids`, in one round trip. */
export const readDocuments = async <Id, Value>(
  store: Store,
  contract: DocumentContract<Id, Value>,
  ids: readonly Id[],
): Promise<(Value | null)[]> => (ids.length === 0 ? [] : (await store.getMany(ids.map(contract.key))).map((text) => parse(contract, text)));

export const writeDocument = async <Id, Value>(store: Store, contract: DocumentContract<Id, Value>, id: Id, value: Value): Promise<void> =>
  store.set(contract.key(id), JSON.stringify(contract.schema.parse(value)), contract.ttlMs);

const ATTEMPTS = 50;
const CROWDED = { firstMs: 1, capMs: 200 };

/**
 * Replaces a document by compare-and-set: `decide` gets the present one (null: none) and returns the next, or `null` to leave it
 * as it is; it runs again when another writer was first, so it must be pure. Writers that meet step back at random, so that a crowd gets
 * through. What it throws passes through. Returns what stands afterwards.
 */
export const updateDocument = async <Id, Value>(
  store: Store,
  contract: DocumentContract<Id, Value>,
  id: Id,
  decide: (current: Value | null) => Value | null,
): Promise<Value | null> => {
  const key = contract.key(id);
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const text = await store.get(key);
    const current = parse(contract, text);
    const next = decide(current);
    if (next === null) return current;
    if (await store.compareAndSet(key, text, JSON.stringify(contract.schema.parse(next)), contract.ttlMs)) return next;
    await pause(Math.random() * backoffMs(CROWDED, attempt));
  }
  throw new Error(`The document ${key} changed ${ATTEMPTS} times while it was being updated.`);
};
