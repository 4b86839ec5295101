import type { Message } from '../define-event.ts';
import type { Undecodable } from '../inbox-rows.ts';
import type { KafkaRecord, ReceivedRecord } from './kafka-driver.ts';

/** A message in CloudEvents' binary mode for Kafka (spec §4): attributes and trace context in headers, JSON as the value. */
export const recordOf = ({ id, type, source, time, key, data, traceparent }: Message): KafkaRecord => ({
  key: key || null,
  value: JSON.stringify(data),
  headers: {
    ce_specversion: '1.0',
    ce_id: id,
    ce_type: type,
    ce_source: source,
    ce_time: time,
    'content-type': 'application/json',
    ...(traceparent === undefined ? {} : { traceparent }),
  },
});

/** A record of the topic of `type`, as a message, or as what is parked when it is none. */
export const messageOf = (type: string, record: ReceivedRecord): Message | Undecodable => {
  const text = (name: string): string => record.headers[name]?.toString('utf8') ?? '';
  const [id, source, time, traceparent] = [text('ce_id'), text('ce_source'), new Date(text('ce_time')), text('traceparent')];
  const key = record.key?.toString('utf8') ?? '';
  if (!id || !source || Number.isNaN(time.getTime())) return undecodable(type, record, 'The headers are not those of a CloudEvent.');
  if (text('ce_type') !== type) return undecodable(type, record, 'The type is not that of the topic.');
  if ([id, source, key, traceparent].some((part) => part.includes('\0'))) return undecodable(type, record, 'An attribute holds a NUL.');
  const attributes = { id, type, source, time: time.toISOString(), key };
  try {
    return { ...attributes, data: JSON.parse(decoder.decode(record.value ?? EMPTY)), ...(traceparent ? { traceparent } : {}) };
  } catch {
    return { ...attributes, raw: record.value ?? EMPTY, error: 'The value is not JSON.' };
  }
};

const decoder = new TextDecoder('utf-8', { fatal: true });
const EMPTY = new Uint8Array();
const KEY_LENGTH = 200;

/** A record as a dead letter, its bytes kept; its place in Kafka is its id, and nothing in it can be refused by the inbox. */
export const undecodable = (
  type: string,
  { topic, partition, offset, timestamp, key, value }: ReceivedRecord,
  error: string,
): Undecodable => ({
  id: `${topic}/${partition}/${offset}`,
  type,
  source: '/kafka',
  time: new Date(Math.max(0, Number(timestamp))).toISOString(),
  key: (key?.toString('utf8') ?? '').replaceAll('\0', '').slice(0, KEY_LENGTH),
  raw: value ?? EMPTY,
  error,
});
