import { randomUUID } from 'node:crypto';
import { link, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { isAlive } from './is-alive.ts';

const PAUSE_MS = 100;

/**
 * Takes a lock that one process of this machine at a time can have: a file that says who has it. It appears whole or not at all; one
 * whose process is gone is taken over, also when another process has that one's id now, after the machine or container was restarted.
 *
 * @returns the way to give it back
 * @throws Error naming the holder when it was not to be had within `withinMs` milliseconds
 */
export const lock = async (file: string, withinMs: number): Promise<() => Promise<void>> => {
  const mine = await describe(process.pid);
  for (const until = Date.now() + withinMs; ; ) {
    if (await taken(file, mine)) return () => rm(file, { force: true });
    const holder = await readFile(file, 'utf8').catch(() => null);
    if (holder !== null && (await isGone(holder))) await remove(file, holder);
    else if (Date.now() > until)
      throw new Error(`${file} is held by process ${holder?.split(' ')[0]}. Remove it when no Madang is starting.`);
    else await pause(PAUSE_MS);
  }
};

const taken = async (file: string, text: string): Promise<boolean> => {
  const draft = `${file}.${randomUUID()}`;
  await writeFile(draft, text);
  try {
    await link(draft, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    return false;
  } finally {
    await rm(draft, { force: true });
  }
};

/** Of several that find the holder gone one removes its file: who moves away a newer one by mistake puts it back. */
const remove = async (file: string, holder: string): Promise<void> => {
  if ((await readFile(file, 'utf8').catch(() => null)) !== holder) return;
  const aside = `${file}.${randomUUID()}`;
  await rename(file, aside).catch(() => {});
  const moved = await readFile(aside, 'utf8').catch(() => holder);
  if (moved !== holder) await link(aside, file).catch(() => {});
  await rm(aside, { force: true });
};

const isGone = async (holder: string): Promise<boolean> => {
  const [pid, ...started] = holder.split(' ');
  if (!(Number(pid) > 0) || !isAlive(Number(pid))) return true;
  return started.length > 0 && holder !== (await describe(Number(pid)));
};

/** A process's id and, where the system tells, when it started: since which boot, and how long after it (proc(5): the 22nd field of stat). */
const describe = async (pid: number): Promise<string> => {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => null);
  const boot = await readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(() => '');
  const started = stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
  return started ? `${pid} ${started} ${boot.trim()}` : String(pid);
};
