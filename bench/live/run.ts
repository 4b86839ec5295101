import type { ChildProcess } from 'node:child_process';
import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { type JWK, SignJWT } from 'jose';
import { TOKEN_ISSUER } from '#kit/identity.ts';
import { OTHER_CORE, start, usage } from '../gateway/contenders.ts';
import { type LiveGateway, type LiveGatewayOptions, startCeiling, startHive, startHiveRouter, startMadang } from './contenders.ts';
import { millisecondsOf, type Scenario, scenarios } from './scenario.ts';

const { values: options } = parseArgs({
  options: {
    seconds: { type: 'string', default: '20' },
    only: { type: 'string', default: '' },
    profile: { type: 'boolean', default: false },
    hive: { type: 'boolean', default: false },
    rust: { type: 'boolean', default: false },
    ceiling: { type: 'boolean', default: false },
  },
});

const HEAD = [
  'gateway',
  'subscribers',
  'upstreams',
  'executions a change',
  'p50 ms',
  'p99 ms',
  'kB a subscriber',
  'CPU %',
  'CPU µs a message',
  'late',
  'lost',
];
const CHANGES_PER_SECOND = 10;
const CLIENTS_PER_PROCESS = 2_500;
const SECRET = 'a secret of the bench, long enough to pass';
const WARM_UP = 10;
/** So many come and go before memory is first looked at, so that what a process takes once is not counted as theirs. */
const PASSING = 500;
const seconds = Number(options.seconds);
/** Who does not have the last state so long after the last change has lost it. */
const LOST_AFTER_MS = 30_000;
/** A change that took longer to its last subscriber is late. */
const LATE_MS = 1_000;

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
type Counts = { subscriptions: number; executions: number };
type Settled = { lost: number; messages: number };

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
    processes.push(child);
    const outcome = await asked<string>(child, { open: order });
    if (outcome !== 'subscribed') throw new Error(outcome);
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
  return changes;
};

/** Waits until every subscriber has its value's last state; how many never came to have it, and how many messages all have had. */
const settle = async (processes: readonly ChildProcess[], changes: readonly (readonly [string, number])[]): Promise<Settled> => {
  const settled = await Promise.all(processes.map((child) => asked<Settled>(child, { settle: { changes, withinMs: LOST_AFTER_MS } })));
  return {
    lost: settled.reduce((sum, { lost }) => sum + lost, 0),
    messages: settled.reduce((sum, { messages }) => sum + messages, 0),
  };
};

const startSubgraphs = (epoch: number) =>
  start<Record<string, string>>('../live/subgraphs.ts', OTHER_CORE, { EPOCH: String(epoch), SECRET });

/** For each change the milliseconds from its commit until the last subscriber had it or a newer one, sorted. */
const delaysOf = async (processes: readonly ChildProcess[], changes: readonly (readonly [string, number])[]): Promise<number[]> => {
  const reports = await Promise.all(processes.map((child) => asked<(number | null)[]>(child, { changes })));
  const last = (index: number): number => Math.max(...reports.map((lasts) => lasts[index] ?? Number.POSITIVE_INFINITY));
  return changes.map(([, version], index) => millisecondsOf(last(index) - version)).sort((a, b) => a - b);
};

type Starting = (options: LiveGatewayOptions) => Promise<LiveGateway | null>;

const measure = async (startGateway: Starting, scenario: Scenario): Promise<string[] | null> => {
  const epoch = performance.timeOrigin + performance.now();
  const { child: subgraphs, said: urls } = await startSubgraphs(epoch);
  const gateway = await startGateway({ urls, secret: SECRET, jwks: JWKS, profile: options.profile });
  const children = [subgraphs];
  try {
    if (!gateway) return null;
    children.push(gateway.child);
    const subscribers = await subscribersOf(scenario);
    for (const child of await openClients(gateway.url, scenario, subscribers.slice(0, PASSING), epoch)) await end(child);
    const processes = await openClients(gateway.url, scenario, subscribers.slice(0, 1), epoch);
    children.push(...processes);
    const before = await gateway.memory();
    const others = await openClients(gateway.url, scenario, subscribers.slice(1), epoch);
    processes.push(...others);
    children.push(...others);
    const warm = await settle(processes, await change(subgraphs, subscribers, scenario.isPersonal, WARM_UP));
    const filled = await gateway.memory();
    const counted = await asked<Counts>(subgraphs, {});
    const cpu = usage([gateway.child.pid!]).cpu;
    const changes = await change(subgraphs, subscribers, scenario.isPersonal, seconds * CHANGES_PER_SECOND);
    const { lost, messages } = await settle(processes, changes);
    const cpuUsed = usage([gateway.child.pid!]).cpu - cpu;
    const after = await asked<Counts>(subgraphs, {});
    const delays = await delaysOf(processes, changes);
    return [
      gateway.name,
      scenario.name,
      String(after.subscriptions),
      ((after.executions - counted.executions) / changes.length).toFixed(2),
      quantile(delays, 0.5).toFixed(1),
      quantile(delays, 0.99).toFixed(1),
      ((filled - before) / scenario.subscribers).toFixed(1),
      ((cpuUsed / seconds) * 100).toFixed(0),
      ((cpuUsed / (messages - warm.messages)) * 1e6).toFixed(1),
      String(delays.filter((delay) => delay > LATE_MS).length),
      String(lost),
    ];
  } catch (error) {
    return [
      gateway?.name ?? '',
      scenario.name,
      `fails: ${(error as Error).message.slice(0, 80)}`,
      ...Array<string>(HEAD.length - 3).fill(''),
    ];
  } finally {
    // The gateway goes first: it would take the subgraphs' end for a failure, and say so.
    await end(gateway?.child, options.profile ? 'SIGTERM' : 'SIGKILL');
    for (const child of children) child.kill('SIGKILL');
  }
};

const end = async (child: ChildProcess | undefined, signal: NodeJS.Signals = 'SIGKILL'): Promise<void> => {
  if (!child || child.exitCode !== null || child.signalCode !== null) return;
  child.kill(signal);
  await once(child, 'exit');
};

const table = (rows: readonly (readonly string[])[]): string => rows.map((row) => `| ${row.join(' | ')} |`).join('\n');

const rows: string[][] = [];
for (const scenario of scenarios.filter(({ name }) => name.includes(options.only))) {
  const beside = [
    ...(options.ceiling ? [startCeiling] : []),
    ...(options.hive ? [startHive] : []),
    ...(options.rust ? [startHiveRouter] : []),
  ];
  const contenders: Starting[] = [startMadang, ...(scenario.isPersonal ? [] : beside)];
  for (const contender of contenders) rows.push((await measure(contender, scenario)) ?? []);
}
process.stdout.write(`${table([HEAD, HEAD.map(() => '---'), ...rows.filter(({ length }) => length > 0)])}\n`);
