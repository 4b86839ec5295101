import type { IncomingMessage } from 'node:http';
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { Metrics } from './metrics.ts';
import { createTimings, observe, type Timing } from './timings.ts';

/** The timings of a server's answers, by route, method and status (RED). */
export const requestTimings = (metrics: Metrics): ((route: string, method: string, status: number) => Timing) => {
  const timings = createTimings<'route' | 'method' | 'status'>(
    metrics,
    'madang_http_request_seconds',
    'Answers over HTTP, by route, method and status; streams are left out.',
  );
  const known = new Map<string, Timing>();
  const timingOf = (route: string, method: string, status: number): Timing => {
    const key = `${status} ${method} ${route}`;
    const timing = known.get(key) ?? timings.timing({ route, method, status: String(status) });
    known.set(key, timing);
    return timing;
  };
  return timingOf;
};

/** When a request came, by `performance.now()`, where that is known. */
export type BegunOf = (request: IncomingMessage) => number | undefined;

/**
 * Measures a server's answers; streams and sockets, which last, are not answers.
 *
 * @param begunOf of requests that fastify heard of later
 */
export const measureRequests = (app: FastifyInstance, metrics: Metrics, begunOf: BegunOf = () => undefined): void => {
  const timingOf = requestTimings(metrics);
  app.addHook('onResponse', ({ raw, method, routeOptions: { url: route = 'none' } }, reply, done) => {
    const begun = begunOf(raw);
    const duration = begun === undefined ? reply.elapsedTime : performance.now() - begun;
    if (!isStream(reply)) observe(timingOf(route, method, reply.raw.statusCode), duration);
    done();
  });
};

/** What took over the connection has told fastify no media type. */
const isStream = (reply: FastifyReply): boolean => reply.raw.statusCode === 200 && reply.getHeader('content-type') === undefined;
