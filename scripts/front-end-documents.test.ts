import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { ownVariablesOf } from './service-configs.ts';

type Container = { volumeMounts?: object[]; env?: object[] };
type Deployment = { spec: { template: { spec: { volumes?: object[]; containers: Container[] } } } };
type Addition = { op: string; path: string; value: { name: string; value?: string; mountPath?: string; configMap?: { name: string } } };

const file = (name: string): string => readFileSync(new URL(`../${name}`, import.meta.url), 'utf8');
const section = file('docs/operating.md').match(/^## A front end of your own\n([\s\S]*?)^## /m)?.[1] ?? '';
const blocks = [...section.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)].map(([, language, text = '']) => ({ language, text }));
const [override, overlay] = blocks.filter(({ language }) => language === 'yaml').map(({ text }) => parse(text));
const dotEnv = Object.fromEntries(
  (blocks.find(({ language }) => language === 'sh')?.text ?? '').matchAll(/^(\w+)=(.*)$/gm).map(([, name, value]) => [name, value]),
);
const additions: Addition[] = parse(overlay.patches[0].patch);

/** The list that a JSON patch adds to at its end, in what Kustomize makes of the gateway's Deployment. */
const listAt = (path: string): unknown => {
  const gateway: Deployment = parse(file('deploy/k8s/base/gateway.yaml').split(/^---$/m)[0] ?? '');
  const every: Deployment = parse(file('deploy/k8s/base/every-deployment.yaml'));
  const [own, common] = [gateway, every].map(({ spec }) => spec.template.spec);
  const pod = { ...own, ...common, containers: [{ ...own?.containers[0], ...common?.containers[0] }] };
  return path
    .replace(/\/-$/, '')
    .split('/')
    .slice(1)
    .reduce<unknown>((at, key) => (at as Record<string, unknown> | undefined)?.[key], { spec: { template: { spec: pod } } });
};

describe('A front end of your own (docs/operating.md)', () => {
  it('gets its documents and its origin into the gateway of Docker Compose', () => {
    const [, mounted] = override.services.gateway.volumes[0].split(':');
    expect(dotEnv.TRUSTED_DOCUMENTS_FILE).toMatch(new RegExp(`^${mounted}/`));
    for (const name of Object.keys(dotEnv)) expect(file('docker-compose.yml')).toContain(`${name}: \${${name}:-}`);
  });

  it('gets them into the gateway of Kubernetes by a patch that adds to lists that are there', () => {
    for (const { op, path } of additions) expect({ op, path, list: listAt(path) }).toEqual({ op: 'add', path, list: expect.any(Array) });
    expect(overlay.patches[0].target).toEqual({ kind: 'Deployment', name: 'gateway' });
    const addedTo = (list: string, name: string) =>
      additions.find(({ path, value }) => path.endsWith(`/${list}/-`) && value.name === name)?.value;
    const [{ name, files }] = overlay.configMapGenerator;
    expect(addedTo('volumes', name)?.configMap).toEqual({ name });
    expect(addedTo('env', 'TRUSTED_DOCUMENTS_FILE')?.value).toBe(`${addedTo('volumeMounts', name)?.mountPath}/${files[0]}`);
    const variables = additions.filter(({ path }) => path.endsWith('/env/-')).map(({ value }) => value.name);
    expect(variables.toSorted()).toEqual(Object.keys(dotEnv).toSorted());
    expect(ownVariablesOf('gateway')).toEqual(expect.arrayContaining(variables));
  });
});
