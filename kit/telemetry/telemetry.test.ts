import { execFileSync } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import * as api from '@opentelemetry/api';
import { Resource } from '@opentelemetry/resources';
import * as sdk from '@opentelemetry/sdk-trace-base';
import { createLog } from '../log.ts';
import { currentTraceparent, withTraceparent } from '../trace-context.ts';
import { caused, causeOf } from './cause.ts';
import { processing, sending } from './delivery-spans.ts';
import { inSpan, inStep, noteSpan } from './in-span.ts';
import { createRecording } from './open-telemetry.ts';
import { startTelemetry } from './start-telemetry.ts';
import { traceResolvers } from './trace-resolvers.ts';
import { setTracer, tracer } from './tracer.ts';

const ROOT = new URL('../..', import.meta.url);
const TRACE = '0af7651916cd43dd8448eb211c80319c';
const GIVEN = `00-${TRACE}-b7ad6b7169203331-01`;
const BEGUN = `00-${TRACE}-${TRACE.slice(0, 16)}-01`;
const message = { id: '1', type: 'tick', traceparent: GIVEN };

describe('telemetry that is off', () => {
  it('stays off without an endpoint, and when it is disabled', async () => {
    const log = createLog('silent', 'test');
    await startTelemetry({ OTEL_SDK_DISABLED: false }, 'test', log);
    await startTelemetry({ OTEL_SDK_DISABLED: true, OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:9' }, 'test', log);
    expect(tracer()).toBeNull();
  });

  it('loads nothing of OpenTelemetry, which it does with an endpoint', () => {
    const loaded = (endpoint: string): number => {
      const script = `
        import { createRequire } from 'node:module';
        import { createLog } from '#kit/log.ts';
        import { startTelemetry } from '#kit/telemetry/start-telemetry.ts';
        await startTelemetry({ OTEL_SDK_DISABLED: false, ${endpoint} }, 'test', createLog('silent', 'test'));
        console.log(Object.keys(createRequire(import.meta.url).cache).filter((name) => name.includes('@opentelemetry')).length);
        process.exit();`;
      return Number(execFileSync(process.execPath, ['--input-type=module', '-e', script], { cwd: ROOT, encoding: 'utf8' }));
    };
    expect(loaded('')).toBe(0);
    expect(loaded("OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:9'")).toBeGreaterThan(50);
  });

  it('passes the trace context on as it came and leaves everything else as it is', async () => {
    expect(inSpan({ name: 'work', parent: GIVEN }, currentTraceparent)).toBe(GIVEN);
    expect(processing('consumer', [message], currentTraceparent)).toBe(GIVEN);
    expect(withTraceparent(GIVEN, () => noteSpan({ name: 'create' }))).toBe(GIVEN);
    expect(await sending([message], async () => currentTraceparent())).toBeUndefined();
    const resolvers = { Query: { a: () => 1 } };
    expect(traceResolvers(resolvers)).toBe(resolvers);
    const value = {};
    expect(causeOf(caused(value, GIVEN))).toBeUndefined();
  });
});

describe('a collector', () => {
  it('that does not answer is given up 2 s after the process is told to end', async () => {
    const silent = createServer(() => {});
    await new Promise<void>((listening) => silent.listen(0, '127.0.0.1', listening));
    const url = `http://127.0.0.1:${(silent.address() as AddressInfo).port}`;
    const stop = await startTelemetry({ OTEL_SDK_DISABLED: false, OTEL_EXPORTER_OTLP_ENDPOINT: url }, 'test', createLog('silent', 'test'));
    inSpan({ name: 'work' }, () => {});
    const since = performance.now();
    await stop();
    expect(performance.now() - since).toBeLessThan(5_000);
    expect(tracer()).toBeNull();
    silent.closeAllConnections();
    silent.close();
  });
});

describe('telemetry that is on', () => {
  const exporter = new sdk.InMemorySpanExporter();
  const resource = new Resource({ 'service.name': 'test' });
  const recording = createRecording({ api, sdk, resource, processor: new sdk.SimpleSpanProcessor(exporter) });
  const spans = () => exporter.getFinishedSpans();

  beforeEach(() => setTracer(recording.tracer));
  afterEach(() => {
    setTracer(null);
    exporter.reset();
  });

  it('puts a span below the trace context that was given, and what happens in it below the span', async () => {
    await inSpan({ name: 'outer', parent: GIVEN, kind: 'server' }, async () => inSpan({ name: 'inner' }, () => 1));
    const [inner, outer] = spans();
    expect(outer).toMatchObject({ name: 'outer', parentSpanId: 'b7ad6b7169203331', kind: api.SpanKind.SERVER });
    expect(inner).toMatchObject({ name: 'inner', parentSpanId: outer?.spanContext().spanId });
    expect(spans().map((span) => span.spanContext().traceId)).toEqual([TRACE, TRACE]);
  });

  it('has no span above the first of a trace that the gateway began, and keeps its id', () => {
    inSpan({ name: 'first', parent: BEGUN }, () => inSpan({ name: 'second' }, () => {}));
    const [second, first] = spans();
    expect(first).toMatchObject({ parentSpanId: undefined });
    expect(second).toMatchObject({ parentSpanId: first?.spanContext().spanId });
    expect(spans().map((span) => span.spanContext().traceId)).toEqual([TRACE, TRACE]);
  });

  it('records nothing of a trace whose client did not sample it', () => {
    inSpan({ name: 'outer', parent: GIVEN.replace(/01$/, '00') }, () => inSpan({ name: 'inner' }, () => {}));
    expect(spans()).toEqual([]);
  });

  it('notes a failure without the values in it, and lets it pass', async () => {
    const failing = inSpan({ name: 'work' }, () => Promise.reject(new Error("duplicate key 'shop@example.com'")));
    await expect(failing).rejects.toThrow('duplicate');
    expect(() => inSpan({ name: 'work' }, () => JSON.parse('{'))).toThrow(SyntaxError);
    expect(spans().map(({ status }) => status.code)).toEqual([api.SpanStatusCode.ERROR, api.SpanStatusCode.ERROR]);
    expect(JSON.stringify(spans().map(({ status, attributes }) => [status, attributes]))).not.toContain('example.com');
  });

  it('records steps only within a trace: no poll begins one', () => {
    inStep({ name: 'poll' }, () => {});
    withTraceparent(GIVEN, () => inStep({ name: 'step' }, () => {}));
    expect(spans().map(({ name }) => name)).toEqual(['step']);
  });

  it('handles messages in the trace of the first and links the others', async () => {
    const other = `00-${'1'.repeat(32)}-${'2'.repeat(16)}-01`;
    await sending([message, { ...message, traceparent: undefined }], async () => {});
    expect(processing('consumer', [message, { ...message, traceparent: other }], currentTraceparent)).toMatch(`00-${TRACE}-`);
    const [sent, processed] = spans();
    expect(sent).toMatchObject({ name: 'send tick', kind: api.SpanKind.PRODUCER, parentSpanId: 'b7ad6b7169203331' });
    expect(processed).toMatchObject({ name: 'process tick', kind: api.SpanKind.CONSUMER });
    expect(processed?.links.map(({ context }) => context.traceId)).toEqual(['1'.repeat(32)]);
  });

  it('remembers the trace in which a value changed, and gives root fields a span each', () => {
    const value = { version: 1 };
    expect(causeOf(caused(value, GIVEN))).toBe(GIVEN);
    const resolvers = traceResolvers({ Mutation: { draw: (n: number) => n + 1 }, Event: { title: () => 'a' } });
    expect(resolvers.Mutation.draw(1)).toBe(2);
    resolvers.Event.title();
    expect(spans().map(({ name }) => name)).toEqual(['Mutation.draw']);
  });
});
