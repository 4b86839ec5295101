import { chmod, mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { type EmbeddedCluster, startEmbeddedPostgres } from './embedded-postgres.ts';
import { createCleanupStack } from './testing/cleanup-stack.ts';

const cleanups = createCleanupStack();
afterEach(cleanups.run);

const dataDirectory = async (mode: number): Promise<string> => {
  const parent = await mkdtemp(path.join(tmpdir(), 'madang-embedded-'));
  await chmod(parent, mode);
  cleanups.add(() => rm(parent, { recursive: true, force: true }));
  return path.join(parent, 'data');
};

const start = async (directory: string): Promise<EmbeddedCluster> => {
  const cluster = await startEmbeddedPostgres(directory, ['fsync=off']);
  cleanups.add(() => rm(cluster.home, { recursive: true, force: true }));
  return cluster;
};

const ask = async (cluster: EmbeddedCluster, statement: string): Promise<unknown[]> => {
  const client = new pg.Client({ connectionString: cluster.url });
  await client.connect();
  try {
    return (await client.query(statement)).rows;
  } finally {
    await client.end();
  }
};

const TABLES = "select table_name from information_schema.tables where table_name = 'kept'";

describe.each([
  ['that everybody may reach', 0o711],
  ['below a private one', 0o700],
])('the embedded PostgreSQL of a data directory %s', (_, mode) => {
  it('is one for processes that start it at once, and keeps its data for the next start', async () => {
    const directory = await dataDirectory(mode);
    const [first, second] = await Promise.all([start(directory), start(directory)]);
    expect(second?.url).toBe(first?.url);
    await ask(first as EmbeddedCluster, 'create table kept ()');
    await first?.release();
    const again = await start(directory);
    expect(await ask(again, TABLES)).toHaveLength(1);
    expect((await stat(again.home)).isDirectory()).toBe(true);
    await again.release();
  });

  it('stops with the last process, also when a connection is only just closing', async () => {
    const cluster = await start(await dataDirectory(mode));
    const client = new pg.Client({ connectionString: cluster.url });
    await client.connect();
    const closing = client.query('select pg_sleep(0.2)').then(() => client.end());
    await Promise.all([cluster.release(), closing]);
    await expect(stat(path.join(cluster.home, 'cluster', 'postmaster.pid'))).rejects.toThrow('ENOENT');
  });

  it('is released by processes that end at once, of which one stops it', async () => {
    const directory = await dataDirectory(mode);
    const both = [await start(directory), await start(directory)];
    await Promise.all(both.map(({ release }) => release()));
    await expect(stat(path.join(both[0]?.home ?? '', 'cluster', 'postmaster.pid'))).rejects.toThrow('ENOENT');
  });

  it('begins anew when the data directory was removed, whose secrets its data needed', async () => {
    const directory = await dataDirectory(mode);
    const first = await start(directory);
    await ask(first, 'create table kept ()');
    await first.release();
    await rm(directory, { recursive: true });
    const anew = await start(directory);
    expect(await ask(anew, TABLES)).toHaveLength(0);
    await anew.release();
  });
});
