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
  /** The largest text that an address may send. */
  maxBytes?: number;
};

const LOOK_MS = 1_000;
const TIMEOUT_MS = 10_000;
/** An address that fails is asked less and less often, down to so many times the usual wait. */
const LONGEST_BACKOFF = 16;
/** Replicas that were started together do not ask together: each wait is up to so much longer. */
const JITTER = 0.2;
const MEGABYTE = 1024 * 1024;

export const createSupergraphSource = ({
  url,
  log,
  pollMs = 10_000,
  maxBytes = 64 * MEGABYTE,
}: SupergraphSourceOptions): SupergraphSource =>
  url.startsWith('file:') ? fromFile(fileURLToPath(url), log) : fromAddress(new URL(url), log, pollMs, maxBytes);

const unreadable = (place: string, cause: unknown): Error =>
  new Error(`The supergraph at ${place} (SUPERGRAPH_URL) cannot be read: ${(cause as Error).message}`, { cause });

const fromFile = (path: string, log: Log): SupergraphSource => {
  let last: string | null = null;
  return {
    read: async () => {
      const text = await readFile(path, 'utf8').catch((error: unknown) => Promise.reject(unreadable(path, error)));
      last = text;
      return text;
    },
    watch: (onChange) => {
      let isOver = false;
      const look = async (): Promise<void> => {
        try {
          const text = await readFile(path, 'utf8');
          if (text === last || isOver) return;
          last = text;
          onChange(text);
        } catch (error) {
          log.error({ err: error, path }, 'the supergraph cannot be read');
        }
      };
      watchFile(path, { interval: LOOK_MS, persistent: false }, look);
      void look();
      return () => {
        isOver = true;
        unwatchFile(path, look);
      };
    },
  };
};

const fromAddress = (url: URL, log: Log, pollMs: number, maxBytes: number): SupergraphSource => {
  const place = `${url.origin}${url.pathname}`;
  const bare = `${place}${url.search}`;
  let etag: string | null = null;
  let last: string | null = null;
  /** The text; null when it is the one before. */
  const ask = async (): Promise<string | null> => {
    const headers = { ...credentialsIn(url), ...(etag ? { 'if-none-match': etag } : {}) };
    const response = await fetch(bare, { headers, signal: AbortSignal.timeout(TIMEOUT_MS) });
    if (response.status === 304) return null;
    if (!response.ok) throw new Error(`The supergraph's address answered with status ${response.status}.`);
    const text = await readText(response, maxBytes);
    etag = response.headers.get('etag');
    if (text === last) return null;
    last = text;
    return text;
  };
  const poll = async (onChange: (sdl: string) => void, signal: AbortSignal): Promise<void> => {
    let failures = 0;
    while (!signal.aborted) {
      const waitMs = pollMs * Math.min(2 ** failures, LONGEST_BACKOFF) * (1 + Math.random() * JITTER);
      await wait(waitMs, undefined, { signal, ref: false }).catch(() => {});
      if (signal.aborted) return;
      try {
        const text = await ask();
        failures = 0;
        if (text !== null && !signal.aborted) onChange(text);
      } catch (error) {
        failures++;
        log.error({ err: error, url: place, failures }, 'the supergraph cannot be fetched; the one before keeps serving');
      }
    }
  };
  return {
    read: async () => (await ask().catch((error: unknown) => Promise.reject(unreadable(place, error)))) ?? last ?? '',
    watch: (onChange) => {
      const stopping = new AbortController();
      void poll(onChange, stopping.signal);
      return () => stopping.abort();
    },
  };
};

/** A user and a password in an address, as `fetch` takes them (RFC 7617). Nothing ever prints them. */
const credentialsIn = ({ username, password }: URL): { authorization?: string } => {
  if (username === '' && password === '') return {};
  const credentials = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return { authorization: `Basic ${Buffer.from(credentials).toString('base64')}` };
};

/** The whole text. Reads no further than it may be long, whatever its headers say. */
const readText = async ({ body }: Response, maxBytes: number): Promise<string> => {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of body ?? []) {
    length += chunk.length;
    if (length > maxBytes) throw new Error(`The supergraph's address sends more than ${maxBytes} bytes.`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
};
