import { readFileSync } from 'node:fs';
import { ServiceMonitor } from '@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1';
import { parseAllDocuments } from 'yaml';
import { configurationProblems } from './configuration-problems.ts';
import type { Manifest } from './manifests.ts';
import { networkProblems } from './network-problems.ts';
import { addressProblems, rollOutProblems } from './roll-out-problems.ts';

const [file = ''] = process.argv.slice(2);
const manifests = parseAllDocuments(readFileSync(file, 'utf8')).map((document) => document.toJS() as Manifest);
for (const manifest of manifests) {
  if (manifest.kind === 'ServiceMonitor')
    new ServiceMonitor(manifest as unknown as ConstructorParameters<typeof ServiceMonitor>[0]).validate();
}
const problems = [configurationProblems, networkProblems, rollOutProblems, addressProblems].flatMap((check) => check(manifests));
for (const problem of problems) process.stderr.write(`${file}: ${problem}\n`);
process.exitCode = problems.length > 0 ? 1 : 0;
