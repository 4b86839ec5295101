import { pino } from 'pino';
import { freePort } from '../free-port.ts';
import { openRedis } from '../redis.ts';
import { createCleanupStack } from './cleanup-stack.ts';
import { eventually } from './eventually.ts';
import { startTestRedis, type TestRedis } from './test-redis.ts';

/** Three masters that share the slots. */
export type TestRedisCluster = {
  /** `REDIS_URL`. */
  url: string;
  nodes: readonly TestRedis[];
  /** Asks one node; for administration. */
  ask: (node: TestRedis, command: string, ...args: (string | number)[]) => Promise<unknown>;
  stop: () => Promise<void>;
};

const SLOTS = [
  [0, 5_460],
  [5_461, 10_922],
  [10_923, 16_383],
] as const;

export const startTestRedisCluster = async (): Promise<TestRedisCluster> => {
  const cleanups = createCleanupStack();
  const nodes: TestRedis[] = [];
  const busPorts: number[] = [];
  for (const _ of SLOTS) {
    const busPort = await freePort();
    const settings = ['--cluster-enabled', 'yes', '--cluster-port', String(busPort), '--cluster-node-timeout', '2000'];
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
    if (index > 0) await ask(first, 'cluster', 'meet', '127.0.0.1', new URL(node.url).port, busPorts[index] ?? 0);
  }
  for (const node of nodes)
    await eventually(async () => {
      const info = String(await ask(node, 'cluster', 'info'));
      return info.includes('cluster_state:ok') && info.includes('cluster_known_nodes:3') && info.includes('cluster_slots_ok:16384');
    });
  return { url: nodes.map(({ url }) => url).join(','), nodes, ask, stop: cleanups.run };
};
