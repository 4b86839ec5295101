import { tracer } from './tracer.ts';

const causes = new WeakMap<object, string>();

/** Remembers of a value that is on its way to subscribers in which trace it changed. */
export const caused = <Value>(value: Value, traceparent: string | undefined): Value => {
  if (traceparent !== undefined && typeof value === 'object' && value !== null) causes.set(value, traceparent);
  return value;
};

/** The trace context of the change that a value tells; undefined when it is not known, as with telemetry off. */
export const causeOf = (value: unknown): string | undefined =>
  tracer() !== null && typeof value === 'object' && value !== null ? causes.get(value) : undefined;
