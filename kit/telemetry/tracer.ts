/** What a span tells; names of attributes are those of OpenTelemetry's semantic conventions, or begin with `madang.`. */
export type SpanOptions = {
  name: string;
  /** `internal` by default. */
  kind?: 'internal' | 'server' | 'client' | 'producer' | 'consumer';
  /** The W3C trace context above it; that of what is being worked on by default. Without any the span begins a trace. */
  parent?: string;
  attributes?: Readonly<Record<string, string | number | boolean | undefined>>;
  /** Trace contexts that had a part in it. */
  links?: readonly (string | undefined)[];
  /** Milliseconds since 1970; now by default. */
  startedAt?: number;
};

export type OpenSpan = {
  /** The W3C trace context of what happens in it. */
  traceparent: string;
  /** Ends it, now or in a failure. */
  end(error?: unknown, attributes?: SpanOptions['attributes']): void;
};

/** Records spans. */
export type Tracer = { start(options: SpanOptions): OpenSpan };

/** The process's; null while telemetry is off, which is all that it then costs. */
let present: Tracer | null = null;

export const tracer = (): Tracer | null => present;

/** Turns recording on, or off with null. */
export const setTracer = (next: Tracer | null): void => {
  present = next;
};
