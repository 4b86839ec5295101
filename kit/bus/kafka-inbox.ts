import { setTimeout as pause } from 'node:timers/promises';
import { backoffMs } from '../backoff.ts';
import { failureText } from '../failure-text.ts';
import type { Inbox } from '../inbox.ts';
import type { Log } from '../log.ts';
import type { ReceivedRecord, Subscription } from './kafka-driver.ts';
import { messageOf, undecodable } from './kafka-messages.ts';

const BACKOFF = { firstMs: 100, capMs: 2_000 };

/**
 * The only work of a consumer group (spec §4): writes records into the inbox, in order. While the database is away it tries again and keeps its
 * place in the group; a record that the database refuses for what it holds is parked, so that it never stops its partition.
 */
export const takeIntoInbox =
  (inbox: Inbox, typeOf: (topic: string) => string, log: Log): Subscription['take'] =>
  async (records, alive) => {
    for (let failures = 1; ; failures++) {
      try {
        return await put(inbox, typeOf, records);
      } catch (error) {
        log.warn({ err: error, failures }, 'messages could not be written into the inbox');
        await pause(backoffMs(BACKOFF, failures));
        await alive();
      }
    }
  };

const put = async (inbox: Inbox, typeOf: (topic: string) => string, records: readonly ReceivedRecord[]): Promise<void> => {
  try {
    await inbox.put(records.map((record) => messageOf(typeOf(record.topic), record)));
  } catch (error) {
    const [record] = records;
    if (!record || !refusesData(error)) throw error;
    if (records.length === 1) return inbox.put([undecodable(typeOf(record.topic), record, failureText(error))]);
    const half = Math.ceil(records.length / 2);
    await put(inbox, typeOf, records.slice(0, half));
    await put(inbox, typeOf, records.slice(half));
  }
};

/** SQLSTATE classes 22 (data exception) and 54 (limit exceeded): trying again cannot help. */
const refusesData = (error: unknown): boolean => /^(22|54)...$/.test(String((error as { code?: unknown }).code));
