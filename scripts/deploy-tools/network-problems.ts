import { services, subgraphNames } from '#schema/services.ts';
import { type Manifest, podOf } from './manifests.ts';

type Labels = Record<string, string>;
type Selector = { matchLabels?: Labels; matchExpressions?: { key: string; operator: string; values?: string[] }[] };
type Peer = { podSelector?: Selector; namespaceSelector?: Selector };
type Port = { port: number | string; endPort?: number };
type Rule = { from?: Peer[]; to?: Peer[]; ports?: Port[] };
type Policy = { podSelector: Selector; policyTypes: string[]; ingress?: Rule[]; egress?: Rule[] };

/** One end of a connection: a pod of Madang, or somebody outside of whom at most the namespace is known. */
type End = { pod: Labels } | { namespace: string } | 'stranger';

const selects = ({ matchLabels = {}, matchExpressions = [] }: Selector, labels: Labels): boolean =>
  Object.entries(matchLabels).every(([key, value]) => labels[key] === value) &&
  matchExpressions.every(({ key, operator, values = [] }) =>
    operator === 'In' ? values.includes(labels[key] ?? '') : operator === 'Exists' && key in labels,
  );

const isPeer = ({ podSelector, namespaceSelector }: Peer, end: End): boolean => {
  if (end === 'stranger') return false;
  if ('pod' in end) return !namespaceSelector && podSelector !== undefined && selects(podSelector, end.pod);
  return namespaceSelector !== undefined && selects(namespaceSelector, { 'kubernetes.io/metadata.name': end.namespace });
};

const isPort = ({ port, endPort }: Port, wanted: number | 'http'): boolean =>
  port === wanted ||
  (typeof port === 'number' && typeof wanted === 'number' && endPort !== undefined && port <= wanted && wanted <= endPort);

const lets = (policies: readonly Policy[], direction: 'ingress' | 'egress', pod: Labels, other: End, port: number | 'http'): boolean =>
  policies
    .filter(
      ({ podSelector, policyTypes }) => selects(podSelector, pod) && policyTypes.includes(direction === 'egress' ? 'Egress' : 'Ingress'),
    )
    .flatMap((policy) => policy[direction] ?? [])
    .some(({ from, to, ports }) => {
      const peers = direction === 'egress' ? to : from;
      return (peers?.some((peer) => isPeer(peer, other)) ?? true) && (ports?.some((each) => isPort(each, port)) ?? true);
    });

/** Who calls servers that are neither Madang's nor its stores: a supergraph's address, a bucket and pictures, partners, a model. */
const CALL_STRANGERS: readonly string[] = ['gateway', 'content', 'distribution', 'ai'];
const STORES = { PostgreSQL: 5432, Redis: 6379, Kafka: 9092 };

/** Where the network policies let through what nobody calls, or stop what somebody must reach. */
export const networkProblems = (manifests: readonly Manifest[]): string[] => {
  const policies = manifests.filter(({ kind }) => kind === 'NetworkPolicy').map(({ spec }) => spec as unknown as Policy);
  const problems: string[] = [];
  const expectThat = (what: string, is: boolean, should: boolean): void => {
    if (is !== should) problems.push(`network policies: ${what} is ${is ? 'let through' : 'stopped'}`);
  };
  const names = Object.keys(services);
  const labels = Object.fromEntries(names.map((name) => [name, podOf(manifests, 'Deployment', name)?.metadata?.labels ?? {}]));
  const pod = (name: string): Labels => labels[name] ?? {};
  const subgraphs: readonly string[] = subgraphNames;
  for (const name of names) {
    expectThat(`${name} to a stranger's 443`, lets(policies, 'egress', pod(name), 'stranger', 443), CALL_STRANGERS.includes(name));
    expectThat(`${name} to a stranger's 80`, lets(policies, 'egress', pod(name), 'stranger', 80), false);
    for (const [store, port] of Object.entries(STORES))
      expectThat(`${name} to ${store}`, lets(policies, 'egress', pod(name), 'stranger', port), true);
    expectThat(`Prometheus to ${name}`, lets(policies, 'ingress', pod(name), { namespace: 'monitoring' }, 'http'), true);
    expectThat(
      `the Ingress controller to ${name}`,
      lets(policies, 'ingress', pod(name), { namespace: 'ingress-nginx' }, 'http'),
      name === 'gateway',
    );
    for (const callee of names.filter((other) => other !== name)) {
      const calls = (name === 'gateway' && subgraphs.includes(callee)) || (subgraphs.includes(name) && callee === 'gateway');
      const leaves = lets(policies, 'egress', pod(name), { pod: pod(callee) }, 'http');
      expectThat(`${name} to ${callee}`, leaves && lets(policies, 'ingress', pod(callee), { pod: pod(name) }, 'http'), calls);
    }
  }
  return problems;
};
