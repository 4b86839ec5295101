import type { Message } from '../define-event.ts';
import type { Inbox } from '../inbox.ts';

/**
 * The bus (spec §4): takes messages from a relay and brings them into the inbox of every consumer group.
 * Adapters: local (the relay writes into the groups' inboxes) and Kafka. Topics and groups carry `TOPIC_PREFIX`; messages do not.
 */
export type Bus = {
  /** Tells of an outbox before its first message is published, so that a bus that keeps no messages finds those of the past there. Safe to repeat. */
  offer(outbox: { schema: string }): Promise<void>;
  /** In order. Resolves when every message is safe: acknowledged by all in-sync replicas, or in every group's inbox. Safe to repeat. */
  publish(messages: readonly Message[]): Promise<void>;
  /** Brings the topics' messages into `inbox`, once a group whatever its number of members; a new group starts from the beginning. */
  join(group: { name: string; topics: readonly string[]; inbox: Inbox }): Promise<Membership>;
  /** Rejects when the broker cannot be reached. */
  ping(): Promise<void>;
  close(): Promise<void>;
};

/** Leaving ends this member, not the group: what is published meanwhile waits for its next member. */
export type Membership = {
  leave(): Promise<void>;
  /** How many messages of the topics the group has not taken into its inbox; rejects when that cannot be told now. */
  behind(): Promise<number>;
};
