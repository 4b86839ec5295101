import { unwatchFile, watchFile } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Log } from '#kit/log.ts';

/** Where the supergraph's text comes from: a file, or an address. */
export type SupergraphSource = {
  read(): Promise<string>;
  /** Calls back with each new text, until stopped. What cannot be read is tried again. */
  watch(onChange: (sdl: string) => void): () => void;
};

export type SupergraphSourceOptions = {
  /** `file:`, `http:` or `https:`. */
  url: string;
  log: Log;
  /** How often an address is asked; a file is looked at every second. */
  pollMs?: number;
};

const LOOK_MS = 1_000;
const TIMEOUT_MS = 10_000;

export const createSupergraphSource = ({ url, log, pollMs = 10_000 }: SupergraphSourceOptions): SupergraphSource =>
  url.startsWith('file:') ? fromFile(fileURLToPath(url), log) : fromAddress(url, log, pollMs);

const fromFile = (path: string, log: Log): SupergraphSource => ({
  read: () => readFile(path, 'utf8'),
  watch: (onChange) => {
    const look = (): void => {
      readFile(path, 'utf8').then(onChange, (error: unknown) => log.error({ err: error, path }, 'the supergraph cannot be read'));
    };
    watchFile(path, { interval: LOOK_MS, persistent: false }, look);
    return () => unwatchFile(path, look);
  },
});

const fromAddress = (url: string, log: Log, pollMs: number): SupergraphSource => {
  let etag: string | null = null;
  const ask = async (): Promise<string | null> => {
    const response = await fetch(url, { headers: etag ? { 'if-none-match': etag } : {}, signal: AbortSignal.timeout(TIMEOUT_MS) });
    if (response.status === 304) return null;
    if (!response.ok) throw new Error(`The supergraph's address answered with status ${response.status}.`);
    const text = await response.text();
    etag = response.headers.get('etag');
    return text;
  };
  const poll = async (onChange: (sdl: string) => void, signal: AbortSignal): Promise<void> => {
    while (!signal.aborted) {
      await wait(pollMs, undefined, { signal, ref: false }).catch(() => {});
      if (signal.aborted) return;
      const text = await ask().catch((error: unknown) => {
        log.error({ err: error, url }, 'the supergraph cannot be fetched');
        return null;
      });
      if (text !== null && !signal.aborted) onChange(text);
    }
  };
  return {
    read: async () => (await ask()) ?? '',
    watch: (onChange) => {
      const stopping = new AbortController();
      void poll(onChange, stopping.signal);
      return () => stopping.abort();
    },
  };
};
