import type { Environment } from '#kit/config.ts';

export type Manifest = { kind: string; metadata: { name: string }; data?: Record<string, string>; spec?: Record<string, unknown> };

export type Container = {
  args: [string];
  env?: { name: string; value?: string; valueFrom?: { secretKeyRef: { name: string; key: string } } }[];
  envFrom?: { configMapRef?: { name: string }; secretRef?: { name: string } }[];
  ports?: { name?: string; containerPort: number }[];
  startupProbe?: object;
  livenessProbe?: object;
  readinessProbe?: object;
  lifecycle?: { preStop?: { sleep?: { seconds: number } } };
  securityContext?: object;
};

export type PodTemplate = {
  metadata?: { labels?: Record<string, string> };
  spec: {
    containers: [Container];
    terminationGracePeriodSeconds?: number;
    securityContext?: object;
    automountServiceAccountToken?: boolean;
  };
};

/** Notes a problem. */
export type Tell = (problem: string) => void;

/** The pod that a Deployment or Job makes. */
export const podOf = (manifests: readonly Manifest[], kind: 'Deployment' | 'Job', name: string): PodTemplate | undefined =>
  manifests.find((manifest) => manifest.kind === kind && manifest.metadata.name === name)?.spec?.template as PodTemplate | undefined;

const decoded = (kind: string, data: Record<string, string> = {}): Record<string, string> =>
  kind === 'Secret' ? Object.fromEntries(Object.entries(data).map(([key, value]) => [key, Buffer.from(value, 'base64').toString()])) : data;

/** Every variable that some Secret holds. */
export const secretsOf = (manifests: readonly Manifest[]): Environment =>
  Object.assign({}, ...manifests.filter(({ kind }) => kind === 'Secret').map(({ kind, data }) => decoded(kind, data)));

/** A container's variables as the cluster fills them in; a name that leads nowhere is told. */
export const environmentOf = ({ env = [], envFrom = [] }: Container, manifests: readonly Manifest[], tell: Tell): Environment => {
  const dataOf = (kind: string, name: string): Record<string, string> => {
    const found = manifests.find((manifest) => manifest.kind === kind && manifest.metadata.name === name);
    if (!found) tell(`there is no ${kind} ${name}`);
    return decoded(kind, found?.data);
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
