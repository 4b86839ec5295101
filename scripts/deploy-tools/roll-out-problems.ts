import { services } from '#schema/services.ts';
import { environmentOf, type Manifest, podOf, type Tell } from './manifests.ts';

/** Seconds after SIGTERM within which a process has drained or ends all the same (kit/run-service.ts). */
const DRAIN_S = 10;

const targets = ({ spec }: Manifest, name: string): boolean => {
  const { selector, scaleTargetRef } = spec as { selector?: { matchLabels?: Record<string, string> }; scaleTargetRef?: { name: string } };
  return (scaleTargetRef?.name ?? selector?.matchLabels?.['app.kubernetes.io/name']) === name;
};

const podProblems = (manifests: readonly Manifest[], name: string, tell: Tell): void => {
  const pod = podOf(manifests, 'Deployment', name)?.spec;
  const container = pod?.containers[0];
  if (!pod || !container) return;
  for (const probe of ['startupProbe', 'livenessProbe', 'readinessProbe'] as const) if (!container[probe]) tell(`has no ${probe}`);
  const sleep = container.lifecycle?.preStop?.sleep?.seconds ?? 0;
  if (sleep < 1) tell('does not wait in preStop until load balancers forget it');
  const grace = pod.terminationGracePeriodSeconds ?? 30;
  if (sleep + DRAIN_S > grace) tell(`is killed after ${grace} s, while ${sleep} s of preStop and ${DRAIN_S} s of draining take longer`);
  const rights = { ...pod.securityContext, ...container.securityContext };
  const none = { runAsNonRoot: true, readOnlyRootFilesystem: true, allowPrivilegeEscalation: false };
  for (const [key, value] of Object.entries(none)) {
    if (rights[key as keyof typeof rights] !== value) tell(`its securityContext does not say ${key}: ${value}`);
  }
  if (pod.automountServiceAccountToken !== false) tell('mounts the token of its service account');
};

/** What each Deployment lacks to be rolled out, moved and scaled without a lost update, and to run without rights. */
export const rollOutProblems = (manifests: readonly Manifest[]): string[] =>
  Object.keys(services).flatMap((name) => {
    const problems: string[] = [];
    const tell: Tell = (problem) => void problems.push(`${name}: ${problem}`);
    podProblems(manifests, name, tell);
    for (const kind of ['PodDisruptionBudget', 'HorizontalPodAutoscaler', 'Service']) {
      if (
        !manifests.some(
          (manifest) => manifest.kind === kind && manifest.metadata.name === name && (kind === 'Service' || targets(manifest, name)),
        )
      )
        tell(`has no ${kind}`);
    }
    return problems;
  });

/** Where the Ingress answers for another host than that of the gateway's PUBLIC_URL, from which links and pictures' addresses are made. */
export const addressProblems = (manifests: readonly Manifest[]): string[] => {
  const gateway = podOf(manifests, 'Deployment', 'gateway')?.spec.containers[0];
  const { PUBLIC_URL = '' } = gateway ? environmentOf(gateway, manifests, () => {}) : {};
  const { protocol, hostname } = new URL(PUBLIC_URL);
  const ingress = manifests.find(({ kind }) => kind === 'Ingress')?.spec as
    | { rules: { host: string }[]; tls?: { hosts: string[] }[] }
    | undefined;
  const hosts = ingress?.rules.map(({ host }) => host) ?? [];
  const encrypted = ingress?.tls?.flatMap((each) => each.hosts) ?? [];
  return [
    ...(hosts.includes(hostname) ? [] : [`the Ingress answers for ${hosts.join(', ')}, and PUBLIC_URL is ${PUBLIC_URL}`]),
    ...(protocol !== 'https:' || encrypted.includes(hostname)
      ? []
      : [`the Ingress has no certificate for ${hostname}, the host of PUBLIC_URL`]),
  ];
};
