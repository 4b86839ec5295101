import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';

type Probe = { httpGet: { path: string }; timeoutSeconds: number };
type Deployment = { spec: { template: { spec: { containers: [Record<'startupProbe' | 'livenessProbe' | 'readinessProbe', Probe>] } } } };

const every = parse(readFileSync(new URL('../deploy/k8s/base/every-deployment.yaml', import.meta.url), 'utf8')) as Deployment;
const [{ startupProbe, livenessProbe, readinessProbe }] = every.spec.template.spec.containers;

describe('Kubernetes', () => {
  it('routes to whoever can answer, also without Redis and Kafka, and ends nobody who lives', () => {
    expect(readinessProbe.httpGet.path).toBe('/health/serving');
    expect([startupProbe, livenessProbe].map(({ httpGet }) => httpGet.path)).toEqual(['/health/live', '/health/live']);
  });

  it('waits for the answer longer than the process looks for what is away (3 s)', () => {
    expect(readinessProbe.timeoutSeconds).toBeGreaterThan(3);
  });
});
