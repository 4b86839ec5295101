import { afterEach, describe, expect, it } from '@jest/globals';
import { createLocalBus } from './bus/local.ts';
import { openDatabase } from './database.ts';
import { createPostgresDoorbell } from './doorbell/postgres.ts';
import { createPostgresStore } from './store/postgres.ts';
import { createCleanupStack } from './testing/cleanup-stack.ts';
import { setUpDelivery } from './testing/delivery-set-up.ts';
import { eventually } from './testing/eventually.ts';
import { startProxyBefore, type TcpProxy, through } from './testing/tcp-proxy.ts';
import { silent } from './testing/test-delivery.ts';

/** A process has 10 s to stop (spec §1). */
const CLOSED_MS = 8_000;

describe('Closing over connections to PostgreSQL that died without a word', () => {
  const delivery = setUpDelivery();
  const cleanups = createCleanupStack();
  afterEach(cleanups.run);

  const proxied = async (): Promise<{ proxy: TcpProxy; url: string }> => {
    const proxy = await startProxyBefore(delivery.url());
    cleanups.add(proxy.close);
    return { proxy, url: through(delivery.url(), proxy) };
  };
  /** How long it took; over dead connections it may reject, but not wait. */
  const closes = async (proxy: TcpProxy, close: () => Promise<unknown>): Promise<number> => {
    const begun = performance.now();
    proxy.abandon();
    await Promise.race([close().catch(() => {}), new Promise((resolve) => setTimeout(resolve, 2 * CLOSED_MS).unref())]);
    return performance.now() - begun;
  };

  it.each(['idle', 'asked', 'in a transaction'])(
    'a database of which a connection is %s',
    async (state) => {
      const { proxy, url } = await proxied();
      const database = await openDatabase({ url, schema: 'public', ring: () => {}, onError: () => {} });
      await database.sql('select 1');
      const others = (await delivery.service('others')).database;
      const { promise: begun, resolve: begin } = Promise.withResolvers<void>();
      const works = {
        idle: async () => begin(),
        asked: async () => {
          const answer = database.sql('select pg_sleep(60)');
          const isAsked = "select 1 from pg_stat_activity where datname = current_database() and query = 'select pg_sleep(60)'";
          await eventually(async () => (await others.sql(isAsked)).length > 0);
          begin();
          await answer;
        },
        'in a transaction': () =>
          database.transaction(async ({ sql }) => {
            await sql('select 1');
            begin();
            await new Promise(() => {});
          }),
      };
      works[state as keyof typeof works]().catch(() => {});
      await begun;
      expect(await closes(proxy, database.close)).toBeLessThan(CLOSED_MS);
    },
    30_000,
  );

  it('the store', async () => {
    const { proxy, url } = await proxied();
    const store = createPostgresStore({ url, log: silent });
    await store.set('a', '1', 60_000);
    expect(await closes(proxy, store.close)).toBeLessThan(CLOSED_MS);
  }, 30_000);

  it('the doorbell', async () => {
    const { proxy, url } = await proxied();
    const doorbell = createPostgresDoorbell({ url, log: silent });
    await doorbell.listen('a', () => {});
    doorbell.ring('a');
    expect(await closes(proxy, doorbell.close)).toBeLessThan(CLOSED_MS);
  }, 30_000);

  it('the local bus', async () => {
    const { proxy, url } = await proxied();
    const bus = createLocalBus({ url, prefix: 'dead-close.', doorbell: delivery.doorbell(), log: silent });
    await bus.ping();
    expect(await closes(proxy, bus.close)).toBeLessThan(CLOSED_MS);
  }, 30_000);
});
