import { pino } from 'pino';
import { freePort } from '../free-port.ts';
import { openRedis } from '../redis.ts';
import { createCleanupStack } from './cleanup-stack.ts';
import { eventually } from './eventually.ts';
import { startTcpProxy, type TcpProxy } from './tcp-proxy.ts';
import { startTestRedis, type TestRedis } from './test-redis.ts';

/** Three masters that share the slots. */
export type TestRedisCluster = {
  /** `REDIS_URL`. */
  url: string;
  nodes: readonly TestRedis[];
  /** What stands before each node, for a cluster that is `proxied`. */
  proxies: readonly TcpProxy[];
  /** Asks one node itself; for administration. */
  ask: (node: TestRedis, command: string, ...args: (string | number)[]) => Promise<unknown>;
  stop: () => Promise<void>;
};

const SLOTS = [
  [0, 5_460],
  [5_461, 10_922],
  [10_923, 16_383],
] as const;

export const startTestRedisCluster = async ({ proxied = false } = {}): Promise<TestRedisCluster> => {
  const cleanups = createCleanupStack();
  const nodes: TestRedis[] = [];
  const proxies: TcpProxy[] = [];
  const busPorts: number[] = [];
  for (const index of SLOTS.keys()) {
    const busPort = await freePort();
    const settings = ['--cluster-enabled', 'yes', '--cluster-port', String(busPort), '--cluster-node-timeout', '2000'];
    if (proxied) {
      const proxy = await startTcpProxy(() => portOf(nodes[index] as TestRedis));
      cleanups.add(proxy.close);
      proxies.push(proxy);
      settings.push('--cluster-announce-port', String(proxy.port));
    }
    const node = await startTestRedis([...settings, '--cluster-require-full-coverage', 'no']);
    cleanups.add(node.stop);
    nodes.push(node);
    busPorts.push(busPort);
  }
  const ask: TestRedisCluster['ask'] = async (node, command, ...args) => {
    const { client, close } = openRedis({ url: node.url, name: 'admin', log: pino({ level: 'silent' }) });
    try {
      return await client.call(command, ...args);
    } finally {
      await close();
    }
  };
  const [first] = nodes as [TestRedis];
  for (const [index, node] of nodes.entries()) {
    await ask(node, 'cluster', 'set-config-epoch', index + 1);
    await ask(node, 'cluster', 'addslotsrange', ...(SLOTS[index] ?? []));
    if (index > 0) await ask(first, 'cluster', 'meet', '127.0.0.1', portOf(node), busPorts[index] ?? 0);
  }
  for (const node of nodes)
    await eventually(async () => {
      const info = String(await ask(node, 'cluster', 'info'));
      const others = String(await ask(node, 'cluster', 'nodes'))
        .trim()
        .split('\n');
      const isWhole = info.includes('cluster_state:ok') && info.includes('cluster_slots_ok:16384');
      return isWhole && others.length === SLOTS.length && others.every(isLinked);
    });
  const urls = proxied ? proxies.map(({ port }) => `redis://127.0.0.1:${port}`) : nodes.map(({ url }) => url);
  return { url: urls.join(','), nodes, proxies, ask, stop: cleanups.run };
};

/** A line of CLUSTER NODES: id, address, flags, master, ping, pong, epoch, link. What is published reaches only nodes with a link. */
const isLinked = (line: string): boolean => {
  const [, , flags = '', , , , , link] = line.split(' ');
  return link === 'connected' && !flags.includes('handshake');
};

const portOf = ({ url }: TestRedis): number => Number(new URL(url).port);
