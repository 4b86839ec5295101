import type { Message } from './define-event.ts';

/** Where a consumer group's messages wait (spec §4): its service's `inbox` table. */
export type Inbox = {
  /** PostgreSQL URL and schema of the table; the local bus writes into it from other processes of the same database. */
  schema: string;
  /** The consumers (reactions) that want a message type. */
  consumersOf(type: string): readonly string[];
  /** Writes a batch, one row a consumer, in one statement; a message that is there already is left alone. Resolves when committed. */
  put(messages: readonly Message[]): Promise<void>;
};
