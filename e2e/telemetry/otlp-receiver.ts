import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';

/** A span as a collector gets it over OTLP/HTTP. */
export type ReceivedSpan = {
  traceId: string;
  spanId: string;
  parentSpanId: string;
  name: string;
  /** The process: `service.name` of its resource. */
  service: string;
  attributes: Record<string, unknown>;
  /** The traces linked to. */
  links: string[];
};

type Value = { stringValue?: string; intValue?: number; boolValue?: boolean };
type Attributes = { key: string; value: Value }[];
type Export = {
  resourceSpans: {
    resource: { attributes: Attributes };
    scopeSpans: {
      spans: {
        traceId: string;
        spanId: string;
        parentSpanId?: string;
        name: string;
        attributes: Attributes;
        links?: { traceId: string }[];
      }[];
    }[];
  }[];
};

/** The smallest collector: it takes traces as JSON and remembers them. */
export const startOtlpReceiver = async () => {
  const spans: ReceivedSpan[] = [];
  const server = createServer(async (request, response) => {
    if (request.url === '/v1/traces') spans.push(...spansOf((await json(request)) as Export));
    response.setHeader('content-type', 'application/json').end('{}');
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    /** `OTEL_EXPORTER_OTLP_ENDPOINT`. */
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    spans,
    /** Those of a trace. */
    trace: (traceId: string): ReceivedSpan[] => spans.filter((span) => span.traceId === traceId),
    stop: async () => {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
};

const spansOf = ({ resourceSpans }: Export): ReceivedSpan[] =>
  resourceSpans.flatMap(({ resource, scopeSpans }) => {
    const service = String(valuesOf(resource.attributes)['service.name']);
    return scopeSpans.flatMap(({ spans }) =>
      spans.map(({ traceId, spanId, parentSpanId = '', name, attributes, links = [] }) => ({
        traceId,
        spanId,
        parentSpanId,
        name,
        service,
        attributes: valuesOf(attributes),
        links: links.map((link) => link.traceId),
      })),
    );
  });

const valuesOf = (attributes: Attributes): Record<string, unknown> =>
  Object.fromEntries(attributes.map(({ key, value }) => [key, value.stringValue ?? value.intValue ?? value.boolValue]));
