import type { Message } from '../define-event.ts';
import { inSpan } from './in-span.ts';
import { type SpanOptions, tracer } from './tracer.ts';

type Traced = Pick<Message, 'id' | 'type' | 'traceparent'>;

/** Messages published from a trace get a span each, over the whole time that the bus takes for them (OpenTelemetry's conventions for messaging). */
export const sending = <Result>(messages: readonly Traced[], send: () => Promise<Result>): Promise<Result> =>
  forEach(messages, (message) => ({ ...about(message, 'send'), kind: 'producer' }), send);

/** The same for messages that are put into the inbox of `service`. */
export const receiving = <Result>(messages: readonly Traced[], service: string, put: () => Promise<Result>): Promise<Result> =>
  forEach(messages, (message) => ({ ...about(message, 'receive', { 'madang.service': service }), kind: 'consumer' }), put);

/** Handles messages of one key in the trace of the first; the others' are linked. With telemetry off in the first one's trace context. */
export const processing = <Result>(consumer: string, messages: readonly Traced[], handle: () => Result): Result => {
  const [first, ...others] = messages;
  if (!first) return handle();
  const attributes = { 'messaging.consumer.group.name': consumer, 'messaging.batch.message_count': messages.length };
  const options = { ...about(first, 'process', attributes), links: others.map(({ traceparent }) => traceparent) };
  return inSpan({ ...options, kind: 'consumer' }, handle);
};

const about = ({ id, type, traceparent }: Traced, operation: string, attributes?: SpanOptions['attributes']): SpanOptions => ({
  name: `${operation} ${type}`,
  parent: traceparent,
  attributes: {
    'messaging.system': 'madang',
    'messaging.operation.type': operation,
    'messaging.destination.name': type,
    'messaging.message.id': id,
    ...attributes,
  },
});

const forEach = async <Result>(
  messages: readonly Traced[],
  optionsOf: (message: Traced) => SpanOptions,
  work: () => Promise<Result>,
): Promise<Result> => {
  const recorder = tracer();
  if (recorder === null) return work();
  const spans = messages.filter(({ traceparent }) => traceparent !== undefined).map((message) => recorder.start(optionsOf(message)));
  try {
    const result = await work();
    for (const span of spans) span.end();
    return result;
  } catch (error) {
    for (const span of spans) span.end(error);
    throw error;
  }
};
