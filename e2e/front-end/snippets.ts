import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const GUIDE = new URL('../../docs/front-end.md', import.meta.url);
const ROOT = new URL('../..', import.meta.url).pathname;

/** The guide's files by their names: each block's first line is a comment that names it. */
export const snippets = (): Map<string, string> =>
  new Map(
    [...readFileSync(GUIDE, 'utf8').matchAll(/^```ts\n(\/\/ ([\w-]+\.ts):[\s\S]*?)^```$/gm)].map(([, text = '', name = '']) => [
      name,
      text,
    ]),
  );

/**
 * Writes the files beside the libraries, for a Madang at `url`.
 *
 * @param options.refreshEarly whether every token is refreshed before each use, as by default
 * @returns their folder
 */
export const writeSnippets = (url: string, { refreshEarly = true } = {}): string => {
  const folder = mkdtempSync(path.join(tmpdir(), 'madang-front-end-'));
  symlinkSync(path.join(ROOT, 'node_modules'), path.join(folder, 'node_modules'));
  writeFileSync(path.join(folder, 'package.json'), '{ "type": "module" }');
  for (const [name, text] of snippets()) {
    const here = text.replaceAll('http://127.0.0.1:4000', url).replace('PING_MS = 5 * 60_000', 'PING_MS = 200');
    writeFileSync(path.join(folder, name), refreshEarly ? here.replace('EARLY_MS = 60_000', 'EARLY_MS = 16 * 60_000') : here);
  }
  return folder;
};

export type RunningSnippet = { lines: () => string[]; child: ChildProcess };

/** Runs a file as the guide says. */
export const runSnippet = (folder: string, name: string, ...given: string[]): RunningSnippet => {
  const child = spawn(process.execPath, ['--experimental-eventsource', name, ...given], { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      output += chunk;
    });
  }
  return { child, lines: () => output.split('\n').filter((line) => line !== '' && !/Warning|--trace-warnings/.test(line)) };
};
