import type { Transaction } from './database.ts';
import type { EventContract, Message } from './define-event.ts';

type Contracts = readonly EventContract[];
type DataOf<C> = C extends EventContract<infer Data> ? Data : never;
/** The union of the messages of `C`, discriminated by nothing: use `isMessage(contract, message)` to narrow. */
export type MessageOf<C extends Contracts> = Message<DataOf<C[number]>>;

/** A consumer of messages (spec §4). Messages of one key arrive in order, one call at a time over all replicas. */
export type Reaction<Context, C extends Contracts = Contracts> = ShortReaction<Context, C> | LongReaction<Context, C>;

/**
 * Work that fits into a transaction: all that waits for one key comes in one call, oldest first; the effect and the mark "done" commit together.
 * Throwing rolls back; the messages are then tried one by one, with backoff, and the one that fails 5 times is parked.
 */
export type ShortReaction<Context, C extends Contracts = Contracts> = {
  kind: 'short';
  /** Stable name: the inbox's `consumer`. */
  name: string;
  on: C;
  /** Wants the messages of several keys in one call when they wait; those of one key are in order all the same. */
  together?: boolean;
  handle: (context: Context, transaction: Transaction, messages: MessageOf<C>[]) => Promise<void>;
};

/**
 * Work that takes minutes: runs outside a transaction under a lease that a heartbeat renews; what it returns runs inside the short
 * transaction that ends it (effect, messages, done). `signal` aborts when the lease is lost or the service stops.
 */
export type LongReaction<Context, C extends Contracts = Contracts> = {
  kind: 'long';
  name: string;
  on: C;
  work: (context: Context, message: MessageOf<C>, signal: AbortSignal) => Promise<(transaction: Transaction) => Promise<void>>;
};

/** Declares a short reaction; infers the messages' data from the contracts. */
export const reaction = <Context, const C extends Contracts>(options: Omit<ShortReaction<Context, C>, 'kind'>): Reaction<Context> =>
  ({ kind: 'short', ...options }) as unknown as Reaction<Context>;

/** Declares a long reaction. */
export const longReaction = <Context, const C extends Contracts>(options: Omit<LongReaction<Context, C>, 'kind'>): Reaction<Context> =>
  ({ kind: 'long', ...options }) as unknown as Reaction<Context>;

/** Narrows a message to one contract. */
export const isMessage = <Data>(contract: EventContract<Data>, message: Message): message is Message<Data> =>
  message.type === contract.type;
