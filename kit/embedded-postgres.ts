import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chown, readFile, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { freePort } from './free-port.ts';
import { lock } from './lock-file.ts';
import { type Instance, openInstance } from './postgres-instance.ts';

const run = promisify(execFile);

/** A PostgreSQL cluster that npm brought, in `home`. `url` names its `madang` database; `release` stops it unless another process still uses it. */
export type EmbeddedCluster = { url: string; home: string; release: () => Promise<void> };

const DATABASE = 'madang';
const START_TIMEOUT_S = 60;

/**
 * Starts the embedded PostgreSQL of a data directory, or joins the one that another process of this machine (or one that was
 * killed) left running. Safe to call from several processes at once: a lock file lets one of them start it.
 *
 * @param dataDir DATA_DIR; the cluster is in its `postgres/`, or where that says
 * @param settings further `name=value` settings of the server, for when this call starts it
 * @throws Error naming what to do when the cluster does not start
 */
export const startEmbeddedPostgres = async (dataDir: string, settings: readonly string[] = []): Promise<EmbeddedCluster> => {
  const instance = await openInstance(path.resolve(dataDir, 'postgres'));
  const unlock = await lock(path.join(instance.home, 'starting.lock'), START_TIMEOUT_S * 1_000);
  try {
    const password = await clusterPassword(instance.home, instance.owner);
    if (!(await exists(path.join(instance.cluster, 'PG_VERSION')))) await initialise(instance);
    let port = await runningPort(instance.cluster, password);
    if (port === null) {
      port = await freePort();
      await start(instance, port, settings);
    }
    const url = (database: string) => `postgres://postgres:${password}@127.0.0.1:${port}/${database}`;
    await createDatabase(url('postgres'));
    return { url: url(DATABASE), home: instance.home, release: () => release(instance, url('postgres')) };
  } finally {
    await unlock();
  }
};

const initialise = async ({ cluster, home, programs, owner }: Instance): Promise<void> => {
  const flags = [
    '--encoding=UTF8',
    '--locale=C.UTF-8',
    '--username=postgres',
    '--auth=scram-sha-256',
    `--pwfile=${path.join(home, 'password')}`,
  ];
  try {
    await run(path.join(programs, 'initdb'), [`--pgdata=${cluster}`, ...flags], { ...owner, cwd: '/' });
  } catch (cause) {
    await rm(cluster, { recursive: true, force: true });
    throw new Error(`The embedded PostgreSQL could not be set up in ${cluster}. Set DATABASE_URL to use another PostgreSQL.`, { cause });
  }
};

const start = async ({ cluster, home, programs, owner }: Instance, port: number, settings: readonly string[]): Promise<void> => {
  const all = ['listen_addresses=127.0.0.1', 'unix_socket_directories=', 'max_connections=300', ...settings];
  const options = ['-p', String(port), ...all.flatMap((setting) => ['-c', setting])];
  const log = path.join(home, 'postgres.log');
  try {
    await run(
      path.join(programs, 'pg_ctl'),
      ['start', '-D', cluster, '-l', log, '-w', '-t', String(START_TIMEOUT_S), '-o', options.join(' ')],
      { ...owner, cwd: '/' },
    );
  } catch (cause) {
    throw new Error(`The embedded PostgreSQL did not start; ${log} tells why. Set DATABASE_URL to use another PostgreSQL.`, { cause });
  }
};

/** Stops the cluster when nobody else is connected; otherwise the last process to leave stops it. */
const release = async ({ cluster, home, programs, owner }: Instance, url: string): Promise<void> => {
  const unlock = await lock(path.join(home, 'starting.lock'), START_TIMEOUT_S * 1_000);
  try {
    if ((await exists(path.join(cluster, 'postmaster.pid'))) && (await isDeserted(url)))
      await run(path.join(programs, 'pg_ctl'), ['stop', '-D', cluster, '-m', 'fast', '-w'], { ...owner, cwd: '/' });
  } finally {
    await unlock();
  }
};

/** Whether nobody is connected. PostgreSQL sees a connection for a moment after its client has closed it, so it is asked again. */
const isDeserted = async (url: string): Promise<boolean> => {
  const others = `select 1 from pg_stat_activity where datname = '${DATABASE}' and backend_type = 'client backend' limit 1`;
  for (const pause of [0, 50, 100, 200, 400]) {
    await new Promise((resume) => setTimeout(resume, pause));
    if ((await query(url, others)).length === 0) return true;
  }
  return false;
};

/** The port of a postmaster that already serves this cluster, or null. A stale `postmaster.pid` of a killed machine answers nobody. */
const runningPort = async (cluster: string, password: string): Promise<number | null> => {
  const pidFile = await readFile(path.join(cluster, 'postmaster.pid'), 'utf8').catch(() => null);
  const port = Number(pidFile?.split('\n')[3]);
  if (!Number.isInteger(port) || port <= 0) return null;
  for (const pause of [0, 200, 500, 1000, 2000]) {
    await new Promise((resume) => setTimeout(resume, pause));
    const [row] = await query(`postgres://postgres:${password}@127.0.0.1:${port}/postgres`, 'show data_directory').catch(() => []);
    if (row) return path.resolve(row.data_directory as string) === path.resolve(cluster) ? port : null;
  }
  return null;
};

const createDatabase = async (url: string): Promise<void> => {
  const found = await query(url, `select 1 from pg_database where datname = '${DATABASE}'`);
  if (found.length === 0) await query(url, `create database ${DATABASE}`);
};

const query = async (connectionString: string, sql: string): Promise<Record<string, unknown>[]> => {
  const client = new pg.Client({ connectionString, connectionTimeoutMillis: 5_000 });
  client.on('error', () => {});
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
};

const clusterPassword = async (home: string, owner: Instance['owner']): Promise<string> => {
  const file = path.join(home, 'password');
  const known = await readFile(file, 'utf8').catch(() => null);
  if (known) return known;
  const password = randomBytes(24).toString('hex');
  await writeFile(file, password, { mode: 0o600 });
  if (owner) await chown(file, owner.uid, owner.gid);
  return password;
};

const exists = (file: string): Promise<boolean> =>
  stat(file).then(
    () => true,
    () => false,
  );
