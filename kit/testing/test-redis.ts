import { mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { freePort } from '../free-port.ts';
import { eventually } from './eventually.ts';
import { startProcess, type TestProcess } from './test-process.ts';

/** A Redis of a test's own, on 127.0.0.1. It keeps an append-only file, so that a restart forgets nothing: with `everysec` a write waits in memory while the disk is busy. */
export type TestRedis = {
  url: string;
  pid: () => number;
  /** Ends the server; SIGKILL by default. */
  kill: (signal?: NodeJS.Signals) => Promise<void>;
  /** Starts it again after `kill`, on its port and data. */
  start: () => Promise<void>;
  stop: () => Promise<void>;
};

export const startTestRedis = async (settings: readonly string[] = []): Promise<TestRedis> => {
  const directory = await mkdtemp(path.join(tmpdir(), 'madang-redis-'));
  const port = await freePort();
  let server: TestProcess;
  const start = async (): Promise<void> => {
    const options = [
      '--port',
      String(port),
      '--bind',
      '127.0.0.1',
      '--dir',
      directory,
      '--save',
      '',
      '--appendonly',
      'yes',
      '--appendfsync',
      'no',
    ];
    server = startProcess('redis-server', [...options, ...settings]);
    await eventually(() => answers(port, server), { within: 15_000 });
  };
  await start();
  return {
    url: `redis://127.0.0.1:${port}`,
    pid: () => server.child.pid as number,
    kill: (signal = 'SIGKILL') => server.end(signal),
    start,
    stop: async () => {
      await server.end('SIGKILL');
      await rm(directory, { recursive: true, force: true });
    },
  };
};

const answers = async (port: number, server: TestProcess): Promise<void> => {
  if (server.child.pid === undefined || server.child.exitCode !== null) throw new Error(`redis-server did not start: ${server.output()}`);
  const socket = connect(port, '127.0.0.1');
  try {
    const answer = await new Promise<string>((resolve, reject) => {
      socket.on('error', reject).on('data', (chunk) => resolve(String(chunk)));
      socket.write('PING\r\n');
    });
    if (!answer.startsWith('+PONG')) throw new Error(`redis-server answers ${answer}`);
  } finally {
    socket.destroy();
  }
};
