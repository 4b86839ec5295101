import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual, parseArgs } from 'node:util';
import { composeServices } from '@apollo/composition';
import { parse } from 'graphql';
import { type Contender, OTHER_CORE, pin, start, startGateway, startHive, startHiveRouter, usage } from './contenders.ts';
import { type Load, loads, subgraphs } from './graph.ts';
import { applyLoad, type Figures } from './load.ts';

const { values: options } = parseArgs({
  options: {
    seconds: { type: 'string', default: '1' },
    rounds: { type: 'string', default: '12' },
    only: { type: 'string', default: '' },
    loads: { type: 'string', default: '' },
    connections: { type: 'string', default: '1' },
    profile: { type: 'boolean', default: false },
    absolute: { type: 'boolean', default: false },
    'in-process': { type: 'boolean', default: false },
  },
});

/** The compilers need so long: in the first seconds they take a tenth of the time. */
const WARM_UP_MS = 10_000;

type Sum = { requests: number; seconds: number; cpu: number; memory: number; p50: number; p99: number };

const compose = (urls: Record<string, string>): string => {
  const services = Object.entries(subgraphs).map(([name, { typeDefs }]) => ({ name, url: urls[name], typeDefs: parse(typeDefs) }));
  const { supergraphSdl, errors } = composeServices(services);
  if (!supergraphSdl) throw new Error(errors?.map(({ message }) => message).join('\n'));
  const path = join(mkdtempSync(join(tmpdir(), 'bench-')), 'supergraph.graphql');
  writeFileSync(path, supergraphSdl);
  return path;
};

/** Times the load's own number. */
const connectionsOf = ({ connections }: Load): number => Math.ceil(connections * Number(options.connections));

const bodyOf = (load: Load) => (n: number) => JSON.stringify({ query: load.query, variables: load.variables(n) });

const ask = async (url: string, body: string): Promise<string> =>
  (await fetch(`${url}/graphql`, { method: 'POST', headers: { 'content-type': 'application/json' }, body })).text();

/** Every contender must answer every load alike; this also fills the subgraphs' memory. */
const checkAnswers = async (contenders: readonly Contender[]): Promise<void> => {
  for (const load of loads) {
    for (let n = 0; n < 5; n++) {
      const body = bodyOf(load)(n);
      const [first, ...others] = await Promise.all(contenders.map(async ({ url }) => JSON.parse(await ask(url, body))));
      if (first.errors || !first.data) throw new Error(JSON.stringify(first));
      for (const [index, other] of others.entries()) {
        if (!isDeepStrictEqual(other.data, first.data) || other.errors)
          throw new Error(`${contenders[index + 1]!.name} answers ${load.name} differently: ${JSON.stringify(other).slice(0, 2_000)}`);
      }
    }
    process.stdout.write(`${load.name}: equal answers, ${(await ask(contenders[0]!.url, bodyOf(load)(1))).length} characters\n`);
  }
};

const quantile = ({ latencies }: Figures, q: number): number =>
  latencies[Math.min(latencies.length - 1, Math.floor(latencies.length * q))] ?? 0;

const measure = async (contender: Contender, load: Load, milliseconds: number, first: number): Promise<Sum> => {
  const before = usage(contender.pids);
  const figures = await applyLoad(contender.url, bodyOf(load), connectionsOf(load), milliseconds, first);
  const after = usage(contender.pids);
  if (figures.failures > 0)
    throw new Error(`${contender.name} failed ${figures.failures} of ${figures.requests} requests of ${load.name}.`);
  return {
    requests: figures.requests,
    seconds: figures.seconds,
    cpu: after.cpu - before.cpu,
    memory: after.memory,
    p50: quantile(figures, 0.5),
    p99: quantile(figures, 0.99),
  };
};

const median = (numbers: number[]): number => numbers.sort((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0;

const report = (load: Load, results: Map<string, Sum[]>): string => {
  const rows = [...results].map(([name, sums]) => ({
    name,
    rps: median(sums.map(({ requests, seconds }) => requests / seconds)),
    p50: median(sums.map(({ p50 }) => p50)),
    p99: median(sums.map(({ p99 }) => p99)),
    cpu: median(sums.map(({ cpu, requests }) => (cpu / requests) * 1e6)),
    memory: Math.max(...sums.map(({ memory }) => memory)),
  }));
  const base = rows[0]!;
  const ratio = (value: number): string => `${value.toFixed(value < 10 ? 2 : 1)} ×`;
  const lines = rows.map(
    ({ name, rps, p50, p99, cpu, memory }) =>
      `| ${name} | ${ratio(rps / base.rps)} | ${ratio(base.p50 / p50)} | ${ratio(base.p99 / p99)} | ${ratio(base.cpu / cpu)} | ${ratio(memory / base.memory)} |`,
  );
  const absolute = rows.map(
    ({ name, rps, p50, p99, cpu, memory }) =>
      `${name} ${rps.toFixed(0)}/s p50 ${p50.toFixed(1)} p99 ${p99.toFixed(1)} ${cpu.toFixed(0)}µs ${memory.toFixed(0)}MB`,
  );
  return [
    `\n**${load.name}**\n`,
    '| | requests/s | p50 | p99 | CPU a request | memory |',
    '| --- | --- | --- | --- | --- | --- |',
    ...lines,
    '',
    ...(options.absolute ? absolute : []),
  ].join('\n');
};

const installOpponents = (): void => {
  const folder = new URL('../opponents/', import.meta.url).pathname;
  if (!existsSync(join(folder, 'node_modules'))) spawnSync('npm', ['ci', '--ignore-scripts'], { cwd: folder, stdio: 'inherit' });
};

const wanted = (name: string): boolean => options.only === '' || options.only.split(',').some((part) => name.toLowerCase().includes(part));

/** Equal queries that are under way are executed once, as by ours. */
const ROUTER_SETTINGS = 'traffic_shaping: { router: { dedupe: { enabled: true } } }';

const contend = async (urls: Record<string, string>): Promise<Contender[]> => {
  const supergraph = compose(urls);
  const env = { SUPERGRAPH: supergraph, SUBGRAPHS: JSON.stringify(urls) };
  const profile = options.profile ? ['--cpu-prof', '--cpu-prof-dir=/tmp/bench-profiles'] : [];
  const all: Contender[] = [];
  if (wanted('stock')) all.push(await startGateway('@apollo/gateway + @apollo/server', './stock.ts', env));
  if (wanted('hive')) {
    installOpponents();
    const hive = await startHive(supergraph);
    if (hive) all.push(hive);
  }
  if (wanted('rust')) {
    const router = await startHiveRouter(supergraph, ROUTER_SETTINGS);
    if (router) all.push(router);
  }
  if (wanted('ceiling')) all.push(await startGateway('ceiling (Node by hand)', './ceiling.ts', env));
  if (wanted('madang')) all.push(await startGateway('Madang', './ours.ts', env, profile));
  if (wanted('sockets')) all.push(await startGateway('Madang, sockets to subgraphs', './ours.ts', { ...env, LINK: 'sockets' }, profile));
  return all;
};

/** Ours alone, subgraphs' work included: in processes of their own, whose CPU counts, and in the gateway's. */
const contendWithWork = async (urls: Record<string, string>, pid: number): Promise<Contender[]> => {
  const env = { SUPERGRAPH: compose(urls), SUBGRAPHS: JSON.stringify(urls) };
  const overHttp = await startGateway('subgraphs over HTTP', './ours.ts', env);
  const overSockets = await startGateway('subgraphs over sockets', './ours.ts', { ...env, LINK: 'sockets' });
  const inProcess = await startGateway('subgraphs in process', './ours.ts', { ...env, LINK: 'none' });
  return [...[overHttp, overSockets].map((each) => ({ ...each, pids: [...each.pids, pid] })), inProcess];
};

pin(process.pid, OTHER_CORE);
const isInProcess = options['in-process'];
const server = isInProcess ? './working-subgraph-server.ts' : './subgraph-server.ts';
const { child, said: urls } = await start<Record<string, string>>(server, OTHER_CORE);
const contenders = await (isInProcess ? contendWithWork(urls, child.pid!) : contend(urls));
try {
  await checkAnswers(contenders);
  const milliseconds = Number(options.seconds) * 1000;
  for (const load of loads.filter(({ name }) => options.loads === '' || options.loads.split(';').includes(name))) {
    const results = new Map<string, Sum[]>(contenders.map(({ name }) => [name, []]));
    for (const contender of contenders) await measure(contender, load, Math.max(milliseconds, WARM_UP_MS), 0);
    for (let round = 0; round < Number(options.rounds); round++)
      for (const contender of contenders) results.get(contender.name)!.push(await measure(contender, load, milliseconds, 0));
    process.stdout.write(`${report(load, results)}\n`);
  }
} finally {
  for (const { stop } of contenders) stop();
  child.kill();
}
