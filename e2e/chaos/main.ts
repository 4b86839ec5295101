import path from 'node:path';
import { notInstalled } from '#kit/testing/installed.ts';
import { runChaos } from './run-chaos.ts';
import { readSettings } from './settings.ts';

/** What was started ends with this process, which a signal has to end in order. */
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(130));

const missing = notInstalled(['Redis', 'Kafka']);
if (missing.length > 0) {
  process.stderr.write(`The trial needs ${missing.join(' and ')}. scripts/install-infrastructure.sh installs it.\n`);
  process.exit(1);
}

const settings = readSettings(process.argv.slice(2));
const directory = path.resolve('.data', 'chaos');
const say = (line: string): void => void process.stderr.write(`${new Date().toISOString().slice(11, 19)} ${line}\n`);
say(`${JSON.stringify(settings)}, recorded in ${directory}`);
const { verdict, report } = await runChaos(settings, directory, say);
process.stdout.write(report);
process.exitCode = verdict.findings.length > 0 ? 1 : 0;
