import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { startEmbeddedPostgres } from '#kit/embedded-postgres.ts';

/** A PostgreSQL with its ordinary settings (it waits for the disk), in a folder of its own. */
export type Workbench = {
  dataDir: string;
  /** An empty database. */
  database: () => Promise<string>;
  close: () => Promise<void>;
};

export const openWorkbench = async (): Promise<Workbench> => {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'madang-bench-'));
  const { url, release } = await startEmbeddedPostgres(dataDir);
  let count = 0;
  return {
    dataDir,
    database: async () => {
      const name = `bench_${++count}`;
      const client = new pg.Client({ connectionString: url });
      await client.connect();
      await client.query(`create database ${name}`);
      await client.end();
      return Object.assign(new URL(url), { pathname: `/${name}` }).href;
    },
    close: async () => {
      await release();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
};

/** Runs `work` for each item, `places` at once. */
export const inPlaces = async <Item>(places: number, items: readonly Item[], work: (item: Item) => Promise<void>): Promise<void> => {
  const rest = items.values();
  const place = async (): Promise<void> => {
    for (const item of rest) await work(item);
  };
  await Promise.all(Array.from({ length: places }, place));
};

/** How many of `count` a second `work` did. */
export const rate = async (count: number, work: () => Promise<void>): Promise<number> => {
  const begun = performance.now();
  await work();
  return (count / (performance.now() - begun)) * 1_000;
};

export const median = (numbers: readonly number[]): number =>
  numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN;
