import type { Attributes, Context, Span, SpanContext } from '@opentelemetry/api';
import { failureText } from '../failure-text.ts';
import { currentTraceparent } from '../trace-context.ts';
import type { SpanOptions, Tracer } from './tracer.ts';

/** OpenTelemetry's packages; they are loaded only when telemetry is on. */
export type OpenTelemetry = {
  api: typeof import('@opentelemetry/api');
  sdk: typeof import('@opentelemetry/sdk-trace-base');
};

export type RecordingOptions = OpenTelemetry & {
  resource: import('@opentelemetry/resources').IResource;
  /** Gets what is recorded. */
  processor: import('@opentelemetry/sdk-trace-base').SpanProcessor;
};

const TRACEPARENT = /^00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/;

/**
 * A tracer on OpenTelemetry's SDK; sampling and limits as its environment variables say. It keeps no context of its own: spans are children
 * of W3C trace contexts (`kit/trace-context.ts`), in this process and beyond. A trace that the gateway began for a client without one
 * (its parent id is the first half of its trace id) has no span above its first.
 */
export const createRecording = ({ api, sdk, resource, processor }: RecordingOptions): { tracer: Tracer; stop: () => Promise<void> } => {
  const ids = new sdk.RandomIdGenerator();
  let begun: string | null = null;
  const provider = new sdk.BasicTracerProvider({
    resource,
    spanProcessors: [processor],
    idGenerator: { generateTraceId: () => begun ?? ids.generateTraceId(), generateSpanId: () => ids.generateSpanId() },
  });
  const spans = provider.getTracer('madang');
  const above = (traceparent: string | undefined): Context => {
    const parent = spanContextOf(traceparent);
    if (!parent) return api.ROOT_CONTEXT;
    if (!parent.traceId.startsWith(parent.spanId)) return api.trace.setSpanContext(api.ROOT_CONTEXT, parent);
    begun = parent.traceId;
    return api.ROOT_CONTEXT;
  };
  const start = ({ name, kind = 'internal', parent, attributes, links = [], startedAt }: SpanOptions): Span => {
    const context = above(parent ?? currentTraceparent());
    try {
      const linked = links.map(spanContextOf).filter((link) => link !== null);
      return spans.startSpan(
        name,
        {
          kind: api.SpanKind[kind.toUpperCase() as Uppercase<typeof kind>],
          attributes: attributes as Attributes,
          links: linked.map((link) => ({ context: link })),
          startTime: startedAt,
        },
        context,
      );
    } finally {
      begun = null;
    }
  };
  return {
    stop: () => provider.shutdown(),
    tracer: {
      start: (options) => {
        const span = start(options);
        return {
          traceparent: traceparentOf(span.spanContext()),
          end: (error, attributes) => {
            if (attributes) span.setAttributes(attributes as Attributes);
            if (error !== undefined) {
              span.setAttribute('error.type', errorType(error));
              span.setStatus({ code: api.SpanStatusCode.ERROR, message: failureText(error) });
            }
            span.end();
          },
        };
      },
    },
  };
};

const spanContextOf = (traceparent: string | undefined): SpanContext | null => {
  const [, traceId, spanId, flags] = TRACEPARENT.exec(traceparent ?? '') ?? [];
  if (!traceId || !spanId) return null;
  return { traceId, spanId, traceFlags: Number.parseInt(flags ?? '00', 16), isRemote: true };
};

const traceparentOf = ({ traceId, spanId, traceFlags }: SpanContext): string =>
  `00-${traceId}-${spanId}-${traceFlags.toString(16).padStart(2, '0')}`;

const errorType = (error: unknown): string => {
  const { code, name } = (error ?? {}) as { code?: unknown; name?: unknown };
  return String(code ?? name ?? typeof error);
};
