import { afterEach, describe, expect, it } from '@jest/globals';
import { fastify } from 'fastify';
import { type Health, serveHealth } from './health.ts';
import { createMetrics } from './metrics.ts';
import { createCleanupStack } from './testing/cleanup-stack.ts';

const cleanups = createCleanupStack();
afterEach(cleanups.run);

const serve = (health: Health, scrapeMs?: number) => {
  const app = fastify();
  const metrics = createMetrics();
  serveHealth(app, health, metrics, scrapeMs);
  cleanups.add(() => app.close());
  const ask = async (path: string) => {
    const response = await app.inject(`/health/${path}`);
    return [response.statusCode, response.json()];
  };
  return { ask, ready: async () => /^madang_ready (\d)$/m.exec(await metrics.metrics())?.[1] };
};

const gone = (what: string) => () => Promise.reject(new Error(`Not reachable: ${what}.`));

describe('A process', () => {
  it('that has everything is ready and serves', async () => {
    const { ask, ready } = serve({ checkReady: async () => ({ away: [] }), checkServing: async () => {} });
    expect(await ask('ready')).toEqual([200, { status: 'ready' }]);
    expect(await ask('serving')).toEqual([200, { status: 'serving' }]);
    expect(await ready()).toBe('1');
  });

  it('that misses what it answers without is not ready, and serves', async () => {
    const { ask, ready } = serve({ checkReady: gone('bus'), checkServing: async () => {} });
    expect(await ask('ready')).toEqual([503, { status: 'not ready', reason: 'Not reachable: bus.' }]);
    expect(await ask('serving')).toEqual([200, { status: 'serving' }]);
    expect(await ask('live')).toEqual([200, { status: 'live' }]);
    expect(await ready()).toBe('0');
  });

  it('that can answer nothing says what is away, and lives', async () => {
    const { ask } = serve({ checkReady: gone('database'), checkServing: gone('database') });
    expect(await ask('serving')).toEqual([503, { status: 'not serving', reason: 'Not reachable: database.' }]);
    expect(await ask('live')).toEqual([200, { status: 'live' }]);
  });

  it('whose readiness is not known in time counts as not ready, and holds up no scrape', async () => {
    const { ready } = serve({ checkReady: () => new Promise(() => {}), checkServing: async () => {} }, 50);
    expect(await ready()).toBe('0');
  });
});
