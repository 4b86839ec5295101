import { chmod, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startEmbeddedPostgres } from '../embedded-postgres.ts';
import { isAlive } from '../is-alive.ts';

const PREFIX = 'madang-test-';
const FAST = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off'];

export type TestCluster = { url: string; stop: () => Promise<void> };

/** Starts a PostgreSQL that forgets everything when it stops: nothing waits for a disk. Clusters of test runs that were killed are removed first. */
export const startTestCluster = async (): Promise<TestCluster> => {
  await removeAbandoned();
  const directory = await mkdtemp(path.join(tmpdir(), `${PREFIX}${process.pid}-`));
  await chmod(directory, 0o711);
  const { url, release } = await startEmbeddedPostgres(directory, FAST);
  return { url, stop: () => release().finally(() => rm(directory, { recursive: true, force: true })) };
};

const removeAbandoned = async (): Promise<void> => {
  const abandoned = (await readdir(tmpdir())).filter((name) => name.startsWith(PREFIX) && !isAlive(Number(name.split('-')[2])));
  for (const name of abandoned) {
    const directory = path.join(tmpdir(), name);
    await startEmbeddedPostgres(directory, FAST).then(
      ({ release }) => release(),
      () => {},
    );
    await rm(directory, { recursive: true, force: true });
  }
};
