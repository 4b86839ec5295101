import { spawnSync } from 'node:child_process';
import { globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

const script = new URL('../deploy/k8s/apply.sh', import.meta.url).pathname;

/** Stands in for the cluster: notes every call and what is applied; of the two waits for the Job only that for its end returns by itself. */
const KUBECTL = `#!/usr/bin/env bash
echo "$*" >>"$CLUSTER/calls"
case " $* " in
  *" kustomize "*) cat "$CLUSTER/built" ;;
  *" apply -f overlays/"*) ;;
  *" apply "*) number=$(ls "$CLUSTER" | grep -c applied); cp "$3" "$CLUSTER/applied-$number" ;;
  *"condition=$ENDS_AS "*) ;;
  *" wait "*) exec tail -f /dev/null ;;
  *" get job "*) if [ "$ENDS_AS" = complete ]; then echo 1; fi ;;
  *" logs "*) echo "relation does not exist" ;;
esac
`;

const pod = (kind: string, name: string, image: string) =>
  `kind: ${kind}\nmetadata:\n  name: ${name}\nspec:\n  containers:\n  - args:\n    - ${name}\n    image: ${image}\n    name: madang\n`;

let cluster: string;

beforeEach(() => {
  cluster = mkdtempSync(path.join(tmpdir(), 'madang-apply-'));
  writeFileSync(path.join(cluster, 'kubectl'), KUBECTL, { mode: 0o755 });
});

afterEach(() => rmSync(cluster, { recursive: true }));

const apply = (args: string[], built: string[], endsAs: 'complete' | 'failed' = 'complete') => {
  writeFileSync(path.join(cluster, 'built'), built.join('---\n'));
  const env = { PATH: `${cluster}:${process.env.PATH}`, CLUSTER: cluster, ENDS_AS: endsAs };
  const { status, stdout, stderr } = spawnSync(script, args, { env, encoding: 'utf8', timeout: 20_000 });
  const calls = readFileSync(path.join(cluster, 'calls'), 'utf8').trim().split('\n');
  const applied = globSync(path.join(cluster, 'applied-*')).map((name) => readFileSync(name, 'utf8'));
  const inOrder = calls.filter((call) => !call.includes(' wait ')).map((call) => call.replaceAll(/ \S*tmp\S*/g, ''));
  return { status, output: stdout + stderr, calls: inOrder, applied };
};

const images = (text = ''): string[] => [...text.matchAll(/image: (.*)/g)].map(([, image = '']) => image);

describe('deploy/k8s/apply.sh', () => {
  const own = 'registry.example.com/you/madang@sha256:0123';
  const overlay = [pod('Deployment', 'gateway', own), pod('StatefulSet', 'redis', 'valkey/valkey:8'), pod('Job', 'migrate', own)];

  it('rolls out the image it is given in place of whatever image the overlay holds, and leaves the stores theirs', () => {
    const { status, applied } = apply(['dev', 'ghcr.io/you/madang:1.2.3'], overlay);
    expect(status).toBe(0);
    expect(applied).toHaveLength(2);
    for (const text of applied) expect(images(text)).toEqual(['ghcr.io/you/madang:1.2.3', 'valkey/valkey:8', 'ghcr.io/you/madang:1.2.3']);
  });

  it('rolls out the overlay’s own image when it is given none', () => {
    const { status, applied } = apply(['prod'], overlay);
    expect(status).toBe(0);
    expect(images(applied.at(-1))).toEqual([own, 'valkey/valkey:8', own]);
  });

  it('applies nothing when there is no image to replace', () => {
    const { status, output, applied } = apply(['prod', 'ghcr.io/you/madang:1.2.3'], [pod('Deployment', 'gateway', own)]);
    expect(status).toBe(1);
    expect(output).toContain('ghcr.io/you/madang:1.2.3');
    expect(applied).toEqual([]);
  });

  it('migrates before it rolls out, in the overlay’s namespace', () => {
    const { calls } = apply(['staging'], overlay);
    expect(calls).toEqual([
      'kustomize overlays/staging',
      'apply -f overlays/staging/namespace.yaml',
      '--namespace madang-staging delete job migrate --ignore-not-found',
      'apply -f -l madang.dev/roll-out=before',
      '--namespace madang-staging get job migrate -o jsonpath={.status.succeeded}',
      'apply -f',
      '--namespace madang-staging rollout status deployment -l app.kubernetes.io/part-of=madang --timeout=10m',
    ]);
  });

  it('tells what a migration that failed says, and rolls out nothing', () => {
    const { status, output, applied, calls } = apply(['prod'], overlay, 'failed');
    expect(status).toBe(1);
    expect(output).toContain('relation does not exist');
    expect(applied).toHaveLength(1);
    expect(calls.at(-1)).toContain('logs job/migrate');
  });
});
