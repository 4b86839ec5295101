import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { postgresPrograms } from '#kit/testing/installed.ts';
import { kafkaJars } from '#kit/testing/test-kafka.ts';

const ROOT = new URL('../..', import.meta.url).pathname;
const [, chapter = ''] = /\n## Back up and restore\n([\s\S]*?)\n## /.exec(readFileSync(path.join(ROOT, 'docs/operating.md'), 'utf8')) ?? [];
const blocks = [...chapter.matchAll(/^```sh\n([\s\S]*?)^```$/gm)].map(([, block = '']) => block);

/** The guide's block of commands in which this one stands. */
export const commandsWith = (command: string): string => {
  const [block, ...others] = blocks.filter((text) => text.includes(command));
  if (block === undefined || others.length > 0) throw new Error(`${1 + others.length} blocks of the guide have ${command}, not one.`);
  return block;
};

/** An operator's machine: a checkout, PostgreSQL's and Kafka's programs, and the addresses of the servers. */
export type Operator = {
  /** Runs commands one after the other, up to the first that fails: then it rejects with what they wrote. Resolves with what they wrote. */
  run: (commands: string) => Promise<string>;
  leave: () => void;
};

export const createOperator = (addresses: { DATABASE_URL: string; KAFKA_BROKERS: string }): Operator => {
  const checkout = mkdtempSync(path.join(tmpdir(), 'madang-operator-'));
  for (const name of ['main.ts', 'package.json', 'scripts', 'docs']) symlinkSync(path.join(ROOT, name), path.join(checkout, name));
  writeFileSync(path.join(checkout, 'client.properties'), '');
  // Maven Central has the jars without the shell scripts of Kafka's distribution.
  const topics = `#!/bin/sh\nexec java -XX:TieredStopAtLevel=1 -cp '${kafkaJars()}/*' org.apache.kafka.tools.TopicCommand "$@"\n`;
  writeFileSync(path.join(checkout, 'kafka-topics.sh'), topics, { mode: 0o755 });
  const programs = [checkout, postgresPrograms(), path.dirname(process.execPath), process.env.PATH];
  const env = { PATH: programs.join(path.delimiter), HOME: checkout, NODE_ENV: 'test', DATA_DIR: checkout, ...addresses };
  return {
    run: async (commands) => {
      const { stdout, stderr } = await promisify(execFile)('bash', ['-euo', 'pipefail', '-c', commands], { cwd: checkout, env });
      return stdout + stderr;
    },
    leave: () => rmSync(checkout, { recursive: true, force: true }),
  };
};
