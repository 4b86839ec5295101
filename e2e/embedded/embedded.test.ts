import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { freePort } from '#kit/free-port.ts';
import { isAlive } from '#kit/is-alive.ts';
import { createCleanupStack } from '#kit/testing/cleanup-stack.ts';
import { eventually } from '#kit/testing/eventually.ts';
import { connect } from '../client.ts';
import { participation, publishedEvent, signUp } from '../owner.ts';

const ROOT = new URL('../..', import.meta.url).pathname;
const READY_MS = 120_000;

const cleanups = createCleanupStack();
afterEach(cleanups.run, 60_000);

type Running = { url: string; child: ChildProcess; output: () => string; end: (signal: NodeJS.Signals) => Promise<number | null> };

const freshDirectory = async (): Promise<string> => {
  const parent = await mkdtemp(path.join(tmpdir(), 'madang-embedded-e2e-'));
  cleanups.add(() => rm(parent, { recursive: true, force: true }));
  return path.join(parent, 'data');
};

const run = (args: readonly string[], environment: Record<string, string>) => {
  const env = { PATH: process.env.PATH, LOG_LEVEL: 'warn', ...environment };
  const child = spawn(process.execPath, ['main.ts', ...args], { cwd: ROOT, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  const hear = (chunk: Buffer): void => {
    output += chunk;
  };
  for (const stream of [child.stdout, child.stderr]) stream.on('data', hear);
  return { child, output: () => output };
};

/** Starts Madang, or one service, and waits until it is ready. */
const start = async (args: readonly string[], environment: Record<string, string>): Promise<Running> => {
  const port = environment.PORT ?? String(await freePort());
  const { child, output } = run(args, { ...environment, PORT: port });
  const url = `http://127.0.0.1:${port}`;
  const end = async (signal: NodeJS.Signals): Promise<number | null> => {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill(signal);
      await once(child, 'exit');
    }
    return child.exitCode;
  };
  cleanups.add(() => end('SIGTERM').then(() => {}));
  const ready = async (): Promise<boolean> => {
    if (child.exitCode !== null) return true;
    return (await fetch(`${url}/health/ready`).catch(() => null))?.ok ?? false;
  };
  await eventually(ready, { within: READY_MS });
  if (child.exitCode !== null) throw new Error(output());
  return { url, child, output, end };
};

/** The process id of the directory's PostgreSQL. */
const postmasterOf = async (dataDir: string): Promise<number> => {
  const wanted = path.join(dataDir, 'postgres');
  const home = await readFile(path.join(wanted, 'moved-to'), 'utf8').catch(() => wanted);
  cleanups.add(() => (home === wanted ? undefined : rm(home, { recursive: true, force: true })));
  return Number((await readFile(path.join(home, 'cluster', 'postmaster.pid'), 'utf8')).split('\n')[0]);
};

const isGone = (pid: number): boolean => !isAlive(pid);

/** What a process that does not start says. */
const refusal = async (args: readonly string[], environment: Record<string, string>): Promise<string> => {
  const { child, output } = run(args, environment);
  await once(child, 'close');
  expect(child.exitCode).toBe(1);
  expect(output()).not.toContain('    at ');
  return output();
};

describe('npm start on the PostgreSQL that npm brought', () => {
  it('keeps everything through kill -9, and SIGTERM leaves no PostgreSQL behind', async () => {
    const DATA_DIR = await freshDirectory();
    const first = await start([], { DATA_DIR });
    const owner = await signUp(connect([first.url]));
    const event = await publishedEvent(owner);
    const postmaster = await postmasterOf(DATA_DIR);
    await first.end('SIGKILL');
    const again = await start([], { DATA_DIR, PORT: new URL(first.url).port });
    expect((await owner.client.ask('me')).me.id).toBe(owner.id);
    expect((await connect([again.url]).ask('participate', { input: participation(event.id) })).participate.entryNumber).toBe(1);
    expect(await again.end('SIGTERM')).toBe(0);
    await eventually(() => isGone(postmaster));
  }, 240_000);

  it('serves two services of their own from one PostgreSQL, which ends with the last of them', async () => {
    const DATA_DIR = await freshDirectory();
    const ports = { user: String(await freePort()), gateway: String(await freePort()) };
    const environment = {
      DATA_DIR,
      USER_URL: `http://127.0.0.1:${ports.user}/graphql`,
      JWKS_URL: `http://127.0.0.1:${ports.user}/.well-known/jwks.json`,
    };
    const [user, gateway] = await Promise.all([
      start(['user'], { ...environment, PORT: ports.user }),
      start(['gateway'], { ...environment, PORT: ports.gateway }),
    ]);
    const owner = await signUp(connect([gateway.url]));
    const postmaster = await postmasterOf(DATA_DIR);
    await user.end('SIGKILL');
    const again = await start(['user'], { ...environment, PORT: ports.user });
    expect((await owner.client.ask('me')).me.id).toBe(owner.id);
    expect(await gateway.end('SIGTERM')).toBe(0);
    expect(isGone(postmaster)).toBe(false);
    expect(await again.end('SIGTERM')).toBe(0);
    await eventually(() => isGone(postmaster));
  }, 240_000);

  it('says on its terminal only that it is ready, and what goes wrong, unless it is asked for more', async () => {
    const { url, output } = await start([], { DATA_DIR: await freshDirectory(), LOG_LEVEL: '' });
    const owner = await signUp(connect([url]));
    const { id } = await publishedEvent(owner);
    await owner.client.live('distribution', { eventId: id }).until(({ status }) => status === 'DONE');
    expect(output()).toMatch(/^\nMadang is ready\.\n/);
    expect(output()).not.toContain('"level"');
  }, 120_000);

  it('migrate without DATABASE_URL says what to set', async () => {
    expect(await refusal(['migrate'], { DATA_DIR: await freshDirectory() })).toMatch(/^[^\n]+\n {2}DATABASE_URL: is required; [^\n]+\n$/);
  }, 120_000);

  it.each([[[]], [['user']], [['gateway']]])(
    'names every wrong variable at once (%j)',
    async (args) => {
      const said = await refusal(args, { DATA_DIR: await freshDirectory(), PORT: 'x', REDIS_URL: 'nowhere', KAFKA_BROKERS: 'kafka' });
      for (const name of ['PORT', 'REDIS_URL', 'KAFKA_BROKERS']) expect(said).toContain(`  ${name}: `);
    },
    120_000,
  );

  it.each([[[]], [['user']], [['gateway']]])(
    'refuses to be production (%j), and makes nothing',
    async (args) => {
      const DATA_DIR = await freshDirectory();
      const said = await refusal(args, { DATA_DIR, NODE_ENV: 'production' });
      for (const name of ['DATABASE_URL', 'REDIS_URL', 'KAFKA_BROKERS', 'GATEWAY_SECRET']) expect(said).toContain(`  ${name}: `);
      await expect(stat(DATA_DIR)).rejects.toThrow('ENOENT');
    },
    120_000,
  );
});
