import { type OpenSpan, tracer } from '#kit/telemetry/tracer.ts';
import type { DataSource } from '../sources/data-source.ts';

/** A source each question to which is a span that the subgraph's own work is below. With telemetry off it is what it was. */
export const traceFetches = (source: DataSource): DataSource => (tracer() === null ? source : traced(source));

const traced = (source: DataSource): DataSource => {
  const { name, send } = source;
  const start = (parent: string | undefined): OpenSpan | undefined =>
    tracer()?.start({ name: `fetch ${name}`, kind: 'client', parent, attributes: { 'madang.subgraph': name } });
  return {
    ...source,
    execute: (request) => {
      const span = start(request.headers.traceparent);
      return ended(span, source.execute({ ...request, headers: below(request.headers, span) }));
    },
    subscribe: (request) => {
      const span = start(request.headers.traceparent);
      return ended(span, source.subscribe({ ...request, headers: below(request.headers, span) }));
    },
    ...(send && {
      send: (request) => {
        const span = start(request.headers.values.traceparent);
        return ended(span, send({ ...request, headers: { values: below(request.headers.values, span) } }));
      },
    }),
  };
};

const below = <Headers extends { traceparent?: string }>(headers: Headers, span: OpenSpan | undefined): Headers =>
  span === undefined ? headers : { ...headers, traceparent: span.traceparent };

const ended = async <Result>(span: OpenSpan | undefined, asked: Promise<Result>): Promise<Result> => {
  try {
    const result = await asked;
    span?.end();
    return result;
  } catch (error) {
    span?.end(error);
    throw error;
  }
};
