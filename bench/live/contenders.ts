import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { freePort } from '#kit/free-port.ts';
import { pin, start, startHiveRouter as startRouter, usage } from '../gateway/contenders.ts';

/** A gateway in a process of its own, over the bench's subgraphs. */
export type LiveGateway = {
  name: string;
  url: string;
  child: ChildProcess;
  /** Resident kilobytes, after a collection where it can be asked for. */
  memory: () => Promise<number>;
};

export type LiveGatewayOptions = { urls: Readonly<Record<string, string>>; secret: string; jwks: string; profile: boolean };

const GATEWAY_CORE = '0';
const HIVE = new URL('../opponents/node_modules/@graphql-hive/gateway/dist/bin.js', import.meta.url).pathname;

const memoryOf = (child: ChildProcess): number => usage([child.pid!]).memory * 1024;

/** A module of this folder that listens and collects its garbage when it is told to. */
const startModule =
  (name: string, path: string) =>
  async ({ urls, secret, jwks, profile }: LiveGatewayOptions): Promise<LiveGateway> => {
    const flags = ['--expose-gc', ...(profile ? ['--cpu-prof', '--cpu-prof-dir=.data/profiles'] : [])];
    const env = { SUBGRAPHS: JSON.stringify(urls), SECRET: secret, JWKS: jwks };
    const { child, said: url } = await start<string>(path, GATEWAY_CORE, env, flags);
    const memory = async (): Promise<number> => {
      child.send({});
      await once(child, 'message');
      return memoryOf(child);
    };
    return { name, url, child, memory };
  };

export const startMadang = startModule('Madang', '../live/gateway.ts');

/** Written by hand, for one value that all share. */
export const startCeiling = startModule('ceiling (Node by hand)', '../live/ceiling.ts');

/** Hive Gateway by its own command, subscribing at subgraphs over graphql-ws; null where it is not installed. */
export const startHive = async ({ urls, secret }: LiveGatewayOptions): Promise<LiveGateway | null> => {
  if (!existsSync(HIVE)) return null;
  const supergraph = writeSupergraph(urls);
  const folder = dirname(supergraph);
  const config = join(folder, 'gateway.config.mjs');
  writeFileSync(config, hiveModule(secret));
  const port = await freePort();
  const args = [HIVE, 'supergraph', supergraph, '-c', config, '--port', String(port), '--host', '127.0.0.1', '--fork', '1'];
  const child = spawn(process.execPath, args, { cwd: folder, env: { ...process.env, NODE_ENV: 'production' }, stdio: 'ignore' });
  pin(child.pid!, GATEWAY_CORE);
  const url = `http://127.0.0.1:${port}`;
  await listening(url, child);
  pin(child.pid!, GATEWAY_CORE);
  return { name: 'Hive Gateway', url, child, memory: async () => memoryOf(child) };
};

/** Hive Router, in Rust, the same way; null where it is not installed. */
export const startHiveRouter = async ({ urls, secret }: LiveGatewayOptions): Promise<LiveGateway | null> => {
  const router = await startRouter(writeSupergraph(urls), routerSettings(secret));
  if (!router) return null;
  const { name, url, child } = router;
  return { name, url, child, memory: async () => memoryOf(child) };
};

/** The file, in a folder of its own. */
const writeSupergraph = (urls: Readonly<Record<string, string>>): string => {
  const path = join(mkdtempSync(join(tmpdir(), 'bench-live-')), 'supergraph.graphql');
  writeFileSync(path, supergraphAt(urls));
  return path;
};

const supergraphAt = (urls: Readonly<Record<string, string>>): string =>
  Object.entries(urls).reduce(
    (sdl, [name, url]) => sdl.replace(new RegExp(`(@join__graph\\(name: "${name}", url: ")[^"]*`), `$1${url}`),
    readFileSync(new URL('../../schema/supergraph.graphql', import.meta.url), 'utf8'),
  );

const hiveModule = (secret: string): string => `export const gatewayConfig = {
  transportEntries: {
    '*.http': { options: { subscriptions: { kind: 'ws', location: '/graphql', options: { connectionParams: { 'x-gateway-secret': '${secret}' } } } } },
  },
  propagateHeaders: { fromClientToSubgraphs: () => ({ 'x-gateway-secret': '${secret}' }) },
  logging: 'error',
};
`;

/** Without its sharing of upstreams: who joins one hears nothing before its next change. */
const routerSettings = (secret: string): string => `traffic_shaping: { router: { max_long_lived_clients: 20000 } }
websocket: { enabled: true }
subscriptions: { enabled: true, websocket: { all: {} } }
headers: { all: { request: [{ insert: { name: x-gateway-secret, value: '${secret}' } }] } }
`;

const listening = async (url: string, child: ChildProcess): Promise<void> => {
  for (let attempt = 0; attempt < 300 && child.exitCode === null; attempt++) {
    if (
      await fetch(`${url}/healthcheck`).then(
        ({ ok }) => ok,
        () => false,
      )
    )
      return;
    await wait(100);
  }
  throw new Error('Hive Gateway does not listen.');
};
