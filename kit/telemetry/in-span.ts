import { currentTraceparent, withTraceparent } from '../trace-context.ts';
import { type SpanOptions, tracer } from './tracer.ts';

/**
 * Runs `work` in a span: what it does, publishes and rings belongs to that. With telemetry off it runs in the span's `parent`, if one is
 * given, and nothing is recorded. A failure is noted in the span and goes on its way.
 */
export const inSpan = <Result>(options: SpanOptions, work: () => Result): Result => {
  const span = tracer()?.start(options);
  if (!span) return options.parent === undefined ? work() : withTraceparent(options.parent, work);
  const failed = (error: unknown): never => {
    span.end(error);
    throw error;
  };
  try {
    const result = withTraceparent(span.traceparent, work);
    if (isPromise(result)) return result.then(ended, failed) as Result;
    span.end();
    return result;
  } catch (error) {
    return failed(error);
  }
  function ended<Value>(value: Value): Value {
    span?.end();
    return value;
  }
};

/** The same for a step within something: without a trace above it, as in a poll of the outbox, it is not recorded. */
export const inStep = <Result>(options: Omit<SpanOptions, 'parent'>, work: () => Result): Result =>
  tracer() !== null && currentTraceparent() !== undefined ? inSpan(options, work) : work();

/** Records something that has no duration; its trace context, or with telemetry off that of what is being worked on. */
export const noteSpan = (options: SpanOptions): string | undefined => {
  const span = tracer()?.start(options);
  span?.end();
  return span?.traceparent ?? options.parent ?? currentTraceparent();
};

const isPromise = (value: unknown): value is Promise<unknown> => typeof (value as { then?: unknown } | null)?.then === 'function';
