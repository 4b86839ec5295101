import type { ChildProcess } from 'node:child_process';
import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { type JWK, SignJWT } from 'jose';
import { TOKEN_ISSUER } from '#kit/identity.ts';
import { start, usage } from '../gateway/contenders.ts';
import { millisecondsOf, type Scenario, scenarios } from './scenario.ts';

const { values: options } = parseArgs({
  options: {
    seconds: { type: 'string', default: '10' },
    only: { type: 'string', default: '' },
    profile: { type: 'boolean', default: false },
  },
});

const GATEWAY_CORE = '0';
const OTHER_CORE = '1';
const CHANGES_PER_SECOND = 10;
const CLIENTS_PER_PROCESS = 2_500;
const SECRET = 'a secret of the bench, long enough to pass';
const WARM_UP = 10;

const keys = generateKeyPairSync('ed25519');
const JWKS = JSON.stringify({ keys: [{ ...(keys.publicKey.export({ format: 'jwk' }) as JWK), kid: 'bench', alg: 'EdDSA' }] });

const bearer = async (): Promise<string> => {
  const token = await new SignJWT({ sid: randomUUID() })
    .setProtectedHeader({ alg: 'EdDSA', kid: 'bench' })
    .setSubject(randomUUID())
    .setIssuer(TOKEN_ISSUER)
    .setExpirationTime('1h')
    .sign(keys.privateKey);
  return `Bearer ${token}`;
};

const asked = async <Answer>(child: ChildProcess, message: object): Promise<Answer> => {
  child.send(message);
  const [answer] = (await once(child, 'message')) as [Answer];
  return answer;
};

type Subscriber = { eventId: string; authorization?: string };
type Memory = { rss: number; heapUsed: number; metrics: string };
type Report = { lasts: (number | null)[]; messages: number };

const subscribersOf = async ({ subscribers, isPersonal }: Scenario): Promise<Subscriber[]> => {
  if (!isPersonal) return Array<Subscriber>(subscribers).fill({ eventId: randomUUID() });
  return Promise.all(Array.from({ length: subscribers }, async () => ({ eventId: randomUUID(), authorization: await bearer() })));
};

/** One value changes with every change; of many, each once a second. */
const changesOf = (subscribers: readonly Subscriber[], isPersonal: boolean, turn: number): string[] => {
  if (!isPersonal) return [subscribers[0]!.eventId];
  const share = Math.ceil(subscribers.length / CHANGES_PER_SECOND);
  const from = (turn % CHANGES_PER_SECOND) * share;
  return subscribers.slice(from, from + share).map(({ eventId }) => eventId);
};

const openClients = async (url: string, scenario: Scenario, subscribers: readonly Subscriber[], epoch: number): Promise<ChildProcess[]> => {
  const processes: ChildProcess[] = [];
  for (let from = 0; from < subscribers.length; from += CLIENTS_PER_PROCESS) {
    const { child } = await start<string>('../live/clients.ts', OTHER_CORE);
    const order = { url, subscribers: subscribers.slice(from, from + CLIENTS_PER_PROCESS), isPersonal: scenario.isPersonal, epoch };
    await asked(child, { open: order });
    processes.push(child);
  }
  return processes;
};

const quantile = (sorted: readonly number[], q: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))] ?? Number.NaN;

const change = async (subgraphs: ChildProcess, subscribers: readonly Subscriber[], isPersonal: boolean, count: number) => {
  const changes: [string, number][] = [];
  const begun = performance.now();
  for (let turn = 0; turn < count; turn++) {
    await wait(Math.max(0, begun + (turn * 1_000) / CHANGES_PER_SECOND - performance.now()));
    changes.push(...(await asked<[string, number][]>(subgraphs, { change: changesOf(subscribers, isPersonal, turn) })));
  }
  await wait(1_000);
  return changes;
};

const measure = async (scenario: Scenario): Promise<string[]> => {
  const epoch = performance.timeOrigin + performance.now();
  const { child: subgraphs, said: urls } = await start<Record<string, string>>('../live/subgraphs.ts', OTHER_CORE, {
    EPOCH: String(epoch),
    SECRET,
  });
  const env = { SUBGRAPHS: JSON.stringify(urls), SECRET, JWKS };
  const flags = ['--expose-gc', ...(options.profile ? ['--cpu-prof', '--cpu-prof-dir=.data/profiles'] : [])];
  const { child: gateway, said: url } = await start<string>('../live/gateway.ts', GATEWAY_CORE, env, flags);
  const subscribers = await subscribersOf(scenario);
  const warm = await openClients(url, scenario, subscribers.slice(0, 1), epoch);
  const before = await asked<Memory>(gateway, {});
  for (const child of warm) child.send({ end: true });
  const processes = await openClients(url, scenario, subscribers, epoch);
  await change(subgraphs, subscribers, scenario.isPersonal, WARM_UP);
  const filled = await asked<Memory>(gateway, {});
  const counted = await asked<{ subscriptions: number; executions: number }>(subgraphs, {});
  const cpu = usage(gateway.pid!).cpu;
  const begun = performance.now();
  const changes = await change(subgraphs, subscribers, scenario.isPersonal, Number(options.seconds) * CHANGES_PER_SECOND);
  const seconds = (performance.now() - begun) / 1_000;
  const cpuUsed = usage(gateway.pid!).cpu - cpu;
  const after = await asked<{ subscriptions: number; executions: number }>(subgraphs, {});
  const reports = await Promise.all(processes.map((child) => asked<Report>(child, { changes })));
  const delays = changes
    .map(([, version], index) =>
      millisecondsOf(Math.max(...reports.map(({ lasts }) => lasts[index] ?? Number.POSITIVE_INFINITY)) - version),
    )
    .sort((a, b) => a - b);
  for (const child of [...processes, gateway, subgraphs]) child.kill('SIGTERM');
  return [
    scenario.name,
    String(after.subscriptions),
    ((after.executions - counted.executions) / changes.length).toFixed(2),
    quantile(delays, 0.5).toFixed(1),
    quantile(delays, 0.99).toFixed(1),
    ((filled.rss - before.rss) / scenario.subscribers / 1024).toFixed(1),
    ((cpuUsed / seconds) * 100).toFixed(0),
  ];
};

const table = (rows: readonly (readonly string[])[]): string => rows.map((row) => `| ${row.join(' | ')} |`).join('\n');

const HEAD = ['subscribers', 'upstreams', 'executions a change', 'p50 ms', 'p99 ms', 'kB a subscriber', 'CPU %'];
const rows: string[][] = [];
for (const scenario of scenarios.filter(({ name }) => name.includes(options.only))) rows.push(await measure(scenario));
process.stdout.write(`${table([HEAD, HEAD.map(() => '---'), ...rows])}\n`);
