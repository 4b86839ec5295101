import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { once } from 'node:events';

/** A server that a test started. */
export type TestProcess = {
  child: ChildProcess;
  /** Ends it and waits until it is gone. */
  end: (signal: NodeJS.Signals) => Promise<void>;
  /** What it has written so far; the last 20,000 characters. */
  output: () => string;
};

/** Starts a server that dies with this process; as another user or in another environment, when one is given. */
export const startProcess = (
  command: string,
  args: readonly string[],
  options: Pick<SpawnOptions, 'uid' | 'gid' | 'env'> = {},
): TestProcess => {
  const child = spawn(command, args, { ...options, cwd: '/', stdio: ['ignore', 'pipe', 'pipe'] });
  const kill = (): void => void child.kill('SIGKILL');
  process.once('exit', kill);
  child.once('exit', () => process.off('exit', kill));
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk: Buffer) => {
      text = `${text}${chunk}`.slice(-20_000);
    });
  }
  child.on('error', (error) => {
    text += error.message;
  });
  return {
    child,
    output: () => text,
    end: async (signal) => {
      process.off('exit', kill);
      if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
      child.kill(signal);
      await once(child, 'exit');
    },
  };
};
