import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { freePort } from '#kit/free-port.ts';
import { eventually } from '#kit/testing/eventually.ts';
import { accounts } from './accounts.ts';
import { hashingCapacity } from './hashing-capacity.ts';
import { type Fared, openLoop } from './open-loop.ts';

/** Log-in, sign-up and log-out through the gateway of a Madang of its own, at constant rates (spec §5, User: the targets). */
const { values: options } = parseArgs({
  options: { rates: { type: 'string', default: '10,20,40,80' }, seconds: { type: 'string', default: '10' } },
});

/** Milliseconds at p95. */
const targets = { signUp: 1_000, logIn: 1_000, logOut: 500 };

const startMadang = async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'bench-user-'));
  const port = await freePort();
  const child = spawn(process.execPath, ['main.ts'], {
    cwd: new URL('../..', import.meta.url),
    env: { PATH: process.env.PATH, LOG_LEVEL: 'error', DATA_DIR: dataDir, PORT: String(port) },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const url = `http://127.0.0.1:${port}`;
  await eventually(async () => (await fetch(`${url}/health/ready`)).ok, { within: 60_000 });
  return {
    url,
    stop: async () => {
      child.kill('SIGTERM');
      if (child.exitCode === null) await once(child, 'exit');
      await rm(dataDir, { recursive: true, force: true });
    },
  };
};

const rows: string[] = [];
let missed = false;
const report = (rate: number, kind: keyof typeof targets, fared: Fared): void => {
  const { sent, done, refused, failed, p50, p95, p99 } = fared;
  const good = p95 < targets[kind] && failed === 0 && done > 0;
  missed ||= !good;
  rows.push(
    `| ${kind} | ${rate} | ${sent} | ${done} | ${refused} | ${failed} | ${[p50, p95, p99].map((time) => Math.round(time)).join(' | ')} | ${targets[kind]} | ${good ? 'yes' : 'no'} |`,
  );
  console.error(rows.at(-1));
};

const processors = availableParallelism();
const capacity = await hashingCapacity(processors, 2);
const madang = await startMadang();
try {
  const seconds = Number(options.seconds);
  for (const [place, rate] of options.rates.split(',').map(Number).entries()) {
    const owners = accounts(madang.url, `010${place}`);
    report(rate, 'signUp', await openLoop(rate, seconds, owners.signUp));
    report(rate, 'logIn', await openLoop(rate, seconds, owners.logIn));
    report(rate, 'logOut', await openLoop(rate, Math.min(seconds, owners.sessions.length / rate), owners.logOut));
  }
} finally {
  await madang.stop();
}
console.log(
  `${processors} processors, shared with PostgreSQL and the load itself. Alone they hash ${Math.round(capacity)} passwords a second,`,
);
console.log(`${processors} at once: the most log-ins and sign-ups that could be answered if nothing else was to do.\n`);
console.log('| | a second | sent | done | refused | failed | p50 ms | p95 ms | p99 ms | target p95 | met |');
console.log('| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | --- |');
console.log(rows.join('\n'));
if (missed) process.exitCode = 1;
