import type { FastifyInstance } from 'fastify';
import { Gauge } from 'prom-client';
import type { Metrics } from './metrics.ts';
import { within } from './within.ts';

/** What is away without keeping the process from its work. */
export type Readiness = { away: readonly string[] };

/** Both reject with what is away as the message. */
export type Health = {
  /** Is everything there that the process uses? */
  checkReady: () => Promise<Readiness>;
  /** Can the process answer what it exists for? */
  checkServing: () => Promise<void>;
};

const SCRAPE_MS = 3_000;

/**
 * `/health/live`; `/health/ready`, 503 with the reason while something the process uses is away, 200 that names what it can do without;
 * `/health/serving`, by which load balancers route: 503 only while the process cannot answer. Readiness is also the gauge `madang_ready`: 1 or
 * 0, and 0 when it is not known within `scrapeMs` milliseconds.
 */
export const serveHealth = (app: FastifyInstance, health: Health, metrics: Metrics, scrapeMs = SCRAPE_MS): void => {
  app.get('/health/live', async () => ({ status: 'live' }));
  app.get('/health/ready', async (_request, reply) => {
    try {
      const { away } = await health.checkReady();
      return { status: 'ready', ...(away.length > 0 && { away }) };
    } catch (error) {
      return reply.code(503).send({ status: 'not ready', reason: (error as Error).message });
    }
  });
  app.get('/health/serving', async (_request, reply) => {
    try {
      await health.checkServing();
      return { status: 'serving' };
    } catch (error) {
      return reply.code(503).send({ status: 'not serving', reason: (error as Error).message });
    }
  });
  exportReadiness(health, metrics, scrapeMs);
};

const exportReadiness = ({ checkReady }: Health, metrics: Metrics, scrapeMs: number): void => {
  const name = 'madang_ready';
  metrics.removeSingleMetric(name);
  new Gauge({
    name,
    help: '1 while the process has everything it uses, else 0: what /health/ready says.',
    registers: [metrics],
    async collect() {
      const ready = await within(scrapeMs, 'Readiness', checkReady()).then(
        () => 1,
        () => 0,
      );
      this.set(ready);
    },
  });
};
