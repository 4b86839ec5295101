import type { Database } from './database.ts';
import type { Message } from './define-event.ts';
import { insertInbox, type Undecodable } from './inbox-rows.ts';
import type { Reaction } from './reaction.ts';

/** Where a consumer group's messages wait (spec §4): its service's `inbox` table. */
export type Inbox = {
  /** The table's schema; the local bus writes into it from other processes of the same database. */
  schema: string;
  /** The consumers (reactions) that want a message type. */
  consumersOf(type: string): readonly string[];
  /**
   * Writes a batch, one row a consumer, in one statement; a message that is there already is left alone. Resolves when committed.
   * What could not be decoded is parked at once, its bytes kept.
   */
  put(messages: readonly (Message | Undecodable)[]): Promise<void>;
};

/** The bell that wakes a group's workers in every process. */
export const inboxBell = (group: string): string => `inbox:${group}`;

export type InboxOptions<Context> = {
  database: Database;
  reactions: readonly Reaction<Context>[];
  /** Called after each batch: wakes a worker of this process. */
  onPut?: () => void;
};

/** The inbox of a service's reactions. Throws when two of them have the same name. */
export const createInbox = <Context>({ database, reactions, onPut }: InboxOptions<Context>): Inbox => {
  const names = reactions.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new Error(`Two reactions are named ${twice}.`);
  const consumersOf = (type: string): string[] =>
    reactions.filter(({ on }) => on.some((contract) => contract.type === type)).map(({ name }) => name);
  return {
    schema: database.schema,
    consumersOf,
    put: async (messages) => {
      await insertInbox(database.sql, database.schema, messages, consumersOf);
      onPut?.();
    },
  };
};
