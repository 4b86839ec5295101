import type { FastifyInstance, FastifyReply } from 'fastify';
import { Histogram } from 'prom-client';
import type { Metrics } from './metrics.ts';

const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** Measures a server's answers by route, method and status (RED); streams and sockets, which last, are not answers. */
export const measureRequests = (app: FastifyInstance, metrics: Metrics): void => {
  const name = 'madang_http_request_seconds';
  const known = metrics.getSingleMetric(name) as Histogram<'route' | 'method' | 'status'> | undefined;
  const durations =
    known ??
    new Histogram({
      name,
      help: 'Answers over HTTP, by route, method and status; streams are left out.',
      labelNames: ['route', 'method', 'status'],
      buckets: SECONDS,
      registers: [metrics],
    });
  app.addHook('onResponse', ({ method, routeOptions: { url: route = 'none' } }, reply, done) => {
    if (!isStream(reply)) durations.observe({ route, method, status: reply.raw.statusCode }, reply.elapsedTime / 1_000);
    done();
  });
};

/** What took over the connection has told fastify no media type. */
const isStream = (reply: FastifyReply): boolean => reply.raw.statusCode === 200 && reply.getHeader('content-type') === undefined;
