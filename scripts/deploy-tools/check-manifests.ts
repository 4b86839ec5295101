import { readFileSync } from 'node:fs';
import { ServiceMonitor } from '@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1';
import { parseAllDocuments } from 'yaml';
import { ConfigError, type Environment } from '#kit/config.ts';
import { type ServiceName, services } from '#schema/services.ts';
import { serviceConfigs } from '../service-configs.ts';

type Manifest = { kind: string; metadata: { name: string }; data?: Record<string, string>; spec?: Record<string, unknown> };
type Container = {
  args: [string];
  env?: { name: string; value?: string; valueFrom?: { secretKeyRef: { name: string; key: string } } }[];
  envFrom?: { configMapRef?: { name: string }; secretRef?: { name: string } }[];
  ports?: { containerPort: number }[];
};

/** A container's variables as the cluster fills them in; a name that leads nowhere is told. */
const environmentOf = (
  { env = [], envFrom = [] }: Container,
  manifests: readonly Manifest[],
  tell: (problem: string) => void,
): Environment => {
  const dataOf = (kind: string, name: string): Record<string, string> => {
    const found = manifests.find((manifest) => manifest.kind === kind && manifest.metadata.name === name);
    if (!found) tell(`there is no ${kind} ${name}`);
    const entries = Object.entries(found?.data ?? {});
    return Object.fromEntries(entries.map(([key, value]) => [key, kind === 'Secret' ? Buffer.from(value, 'base64').toString() : value]));
  };
  const all = envFrom.map(({ configMapRef, secretRef }) =>
    configMapRef ? dataOf('ConfigMap', configMapRef.name) : dataOf('Secret', secretRef?.name ?? ''),
  );
  const own = env.map(({ name, value, valueFrom }) => {
    const reference = valueFrom?.secretKeyRef;
    return [name, reference ? dataOf('Secret', reference.name)[reference.key] : value];
  });
  return Object.assign({}, ...all, Object.fromEntries(own));
};

/** What a cluster would only tell at the roll-out: that each service's `config.ts` accepts what its pod is given, and that its port is the one it is asked on. */
const problemsOf = (manifests: readonly Manifest[]): string[] => {
  const problems: string[] = [];
  for (const name of Object.keys(services) as ServiceName[]) {
    const tell = (problem: string): void => void problems.push(`${name}: ${problem}`);
    const deployment = manifests.find(({ kind, metadata }) => kind === 'Deployment' && metadata.name === name);
    const spec = deployment?.spec as { template: { spec: { containers: [Container] } } } | undefined;
    if (!spec) {
      tell('has no Deployment');
      continue;
    }
    const [container] = spec.template.spec.containers;
    try {
      const { PORT } = serviceConfigs[name](environmentOf(container, manifests, tell));
      if (PORT !== services[name].port || container.ports?.[0]?.containerPort !== PORT) tell('its port is not that of schema/services.ts');
      if (container.args[0] !== name) tell(`is started as ${container.args[0]}`);
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      error.problems.forEach(tell);
    }
  }
  return problems;
};

const [file = ''] = process.argv.slice(2);
const manifests = parseAllDocuments(readFileSync(file, 'utf8')).map((document) => document.toJS() as Manifest);
for (const manifest of manifests) {
  if (manifest.kind === 'ServiceMonitor')
    new ServiceMonitor(manifest as unknown as ConstructorParameters<typeof ServiceMonitor>[0]).validate();
}
const problems = problemsOf(manifests);
for (const problem of problems) process.stderr.write(`${file}: ${problem}\n`);
process.exitCode = problems.length > 0 ? 1 : 0;
