import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openDatabase } from './database.ts';
import { createCleanupStack } from './testing/cleanup-stack.ts';
import { startProxyBefore, type TcpProxy, through } from './testing/tcp-proxy.ts';
import { createTestDatabase } from './testing/test-database.ts';

describe('A database that closes', () => {
  const cleanups = createCleanupStack();
  let proxy: TcpProxy;
  let url: string;

  beforeAll(async () => {
    const database = await createTestDatabase();
    cleanups.add(database.drop);
    proxy = await startProxyBefore(database.url);
    cleanups.add(proxy.close);
    url = through(database.url, proxy);
  });
  afterAll(cleanups.run);

  const open = () => openDatabase({ url, schema: 'public', ring: () => {}, onError: () => {} });

  it('waits for a query whose connection is just being opened', async () => {
    const database = await open();
    proxy.hold();
    const answer = database.sql('select 1 as one');
    await nextTurn();
    const closed = database.close();
    proxy.release();
    expect(await answer).toEqual([{ one: 1 }]);
    await closed;
  });

  it('refuses what comes later, and may be closed again', async () => {
    const database = await open();
    await database.sql('select 1');
    await database.close();
    await expect(database.sql('select 1')).rejects.toThrow('after calling end on the pool');
    await database.close();
  });
});
