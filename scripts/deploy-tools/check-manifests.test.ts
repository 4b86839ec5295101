import { globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { parseAllDocuments } from 'yaml';
import { developmentSecrets } from '#kit/secrets.ts';
import { configurationProblems } from './configuration-problems.ts';
import { type Manifest, podOf } from './manifests.ts';
import { networkProblems } from './network-problems.ts';
import { addressProblems, rollOutProblems } from './roll-out-problems.ts';

const folder = new URL('../../deploy/k8s/base/', import.meta.url).pathname;
const read = (name: string): string => readFileSync(path.join(folder, name), 'utf8');
const documents = (name: string): Manifest[] => parseAllDocuments(read(name)).map((document) => document.toJS() as Manifest);

const secrets = (): Record<string, string> => {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'madang-manifests-'));
  const made = developmentSecrets(dataDir);
  rmSync(dataDir, { recursive: true });
  return made;
};
const { ENCRYPTION_KEYS = '', HASH_KEY = '', SIGNING_KEYS = '', GATEWAY_SECRET = '' } = secrets();
const connections = { DATABASE_URL: 'postgres://postgres.example.com/madang', REDIS_URL: 'redis://redis.example.com', GATEWAY_SECRET };

const settings = Object.fromEntries([...read('settings.env').matchAll(/^(\w+)=(.*)$/gm)].map(([, name = '', value = '']) => [name, value]));
const secret = (name: string, data: Record<string, string>): Manifest => ({
  kind: 'Secret',
  metadata: { name },
  data: Object.fromEntries(Object.entries(data).map(([key, value]) => [key, Buffer.from(value).toString('base64')])),
});

/** The base as Kustomize builds it, with settings and secrets such as an overlay adds. */
const built = (): Manifest[] => {
  const files = globSync('*.yaml', { cwd: folder }).filter(
    (name) => !['kustomization.yaml', 'every-deployment.yaml', 'scratch.yaml'].includes(name),
  );
  const manifests = files.flatMap(documents);
  const [every] = documents('every-deployment.yaml');
  const { containers, ...common } = podOf([{ ...every, metadata: { name: 'every' } } as Manifest], 'Deployment', 'every')?.spec ?? {};
  for (const manifest of manifests.filter(({ kind }) => kind === 'Deployment')) {
    const pod = podOf([manifest], 'Deployment', manifest.metadata.name);
    Object.assign(pod?.spec ?? {}, common);
    Object.assign(pod?.spec.containers[0] ?? {}, containers?.[0]);
    Object.assign(pod?.metadata?.labels ?? {}, { 'app.kubernetes.io/part-of': 'madang' });
  }
  const data = { ...settings, KAFKA_BROKERS: 'kafka.example.com:9092', PUBLIC_URL: 'https://madang.example.com' };
  return [
    ...manifests,
    { kind: 'ConfigMap', metadata: { name: 'settings' }, data },
    secret('connections', connections),
    secret('data-keys', { ENCRYPTION_KEYS, HASH_KEY }),
    secret('signing-keys', { SIGNING_KEYS }),
    secret('channels', {}),
    secret('images', {}),
    secret('ai-provider', { AI_PROVIDER: 'openai', AI_API_KEY: 'key', AI_MODEL: 'model' }),
  ];
};

const find = (manifests: readonly Manifest[], kind: string, name: string): Manifest => {
  const found = manifests.find((manifest) => manifest.kind === kind && manifest.metadata.name === name);
  if (!found) throw new Error(`no ${kind} ${name}`);
  return found;
};
const without = (manifests: readonly Manifest[], kind: string, name: string): Manifest[] =>
  manifests.filter((manifest) => manifest !== find(manifests, kind, name));

describe('The check of manifests', () => {
  it('finds nothing wrong with the base', () => {
    const manifests = built();
    const all = [configurationProblems, networkProblems, rollOutProblems, addressProblems].flatMap((check) => check(manifests));
    expect(all).toEqual([]);
  });

  it('tells a way out that is missing, and one that nobody needs', () => {
    const manifests = built();
    const { spec } = find(manifests, 'NetworkPolicy', 'to-partners');
    Object.assign(spec ?? {}, { podSelector: { matchLabels: { 'app.kubernetes.io/name': 'event' } } });
    expect(networkProblems(manifests)).toEqual([
      "network policies: gateway to a stranger's 443 is stopped",
      "network policies: event to a stranger's 443 is let through",
      "network policies: content to a stranger's 443 is stopped",
      "network policies: distribution to a stranger's 443 is stopped",
      "network policies: ai to a stranger's 443 is stopped",
    ]);
  });

  it('tells who cannot reach whom without the policies that let them in', () => {
    const problems = networkProblems(without(built(), 'NetworkPolicy', 'from-the-gateway-to-subgraphs'));
    expect(problems).toContain('network policies: gateway to analytics is stopped');
    expect(problems).toHaveLength(6);
  });

  it('tells what the migration Job is not given', () => {
    const manifests = built();
    const job = podOf(manifests, 'Job', 'migrate')?.spec.containers[0];
    if (job) job.envFrom = job.envFrom?.filter(({ secretRef }) => !['ai-provider', 'signing-keys'].includes(secretRef?.name ?? ''));
    expect(configurationProblems(manifests)).toEqual([
      expect.stringContaining('migrate, user: SIGNING_KEYS'),
      'migrate, ai: is not given AI_PROVIDER, which a Secret holds',
      'migrate, ai: is not given AI_API_KEY, which a Secret holds',
      'migrate, ai: is not given AI_MODEL, which a Secret holds',
    ]);
  });

  it('tells a pod that is killed before it has drained, and one with rights', () => {
    const manifests = built();
    const pod = podOf(manifests, 'Deployment', 'gateway')?.spec;
    Object.assign(pod ?? {}, { terminationGracePeriodSeconds: 14, securityContext: {} });
    expect(rollOutProblems(manifests)).toEqual([
      'gateway: is killed after 14 s, while 5 s of preStop and 10 s of draining take longer',
      'gateway: its securityContext does not say runAsNonRoot: true',
    ]);
    expect(readFileSync(new URL('../../kit/run-service.ts', import.meta.url), 'utf8')).toContain('delay: 10_000');
  });

  it('tells a Deployment without a disruption budget, an autoscaler or a probe', () => {
    const manifests = without(without(built(), 'PodDisruptionBudget', 'event'), 'HorizontalPodAutoscaler', 'ai');
    const container = podOf(manifests, 'Deployment', 'user')?.spec.containers[0];
    if (container) container.startupProbe = undefined;
    expect(rollOutProblems(manifests)).toEqual([
      'user: has no startupProbe',
      'event: has no PodDisruptionBudget',
      'ai: has no HorizontalPodAutoscaler',
    ]);
  });

  it('tells an Ingress that answers for another host than PUBLIC_URL’s', () => {
    const manifests = built();
    Object.assign(find(manifests, 'ConfigMap', 'settings').data ?? {}, { PUBLIC_URL: 'https://tickets.example.org' });
    expect(addressProblems(manifests)).toEqual([
      'the Ingress answers for madang.example.com, and PUBLIC_URL is https://tickets.example.org',
      'the Ingress has no certificate for tickets.example.org, the host of PUBLIC_URL',
    ]);
  });
});
