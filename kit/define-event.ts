import type { z } from 'zod';

/** One message contract (spec §4): the only place that knows its topic, key and shape. Publisher and consumer both parse with `schema`. */
export type EventContract<Data = unknown> = {
  /** CloudEvents `type`, and the topic's name without `TOPIC_PREFIX`. */
  type: string;
  /** What it tells and when it is published, one or two sentences; goes into the AsyncAPI document. */
  description: string;
  /** The domain that publishes it: CloudEvents `source` is `/madang/{publisher}`. */
  publisher: string;
  /** The partition key: messages of one key stay in order. A method, so that contracts of any data fit where the data does not matter. */
  key(data: Data): string;
  schema: z.ZodType<Data>;
};

/** Declares a message contract; infers its data type from the zod schema. */
export const defineEvent = <Data>(contract: EventContract<Data>): EventContract<Data> => contract;

/** A message as it travels: CloudEvents 1.0 attributes, JSON data, W3C trace context (spec §4). */
export type Message<Data = unknown> = {
  /** CloudEvents `id`, a UUID; unique for ever, the key of idempotency. */
  id: string;
  type: string;
  source: string;
  /** RFC 3339. */
  time: string;
  key: string;
  data: Data;
  traceparent?: string;
};
