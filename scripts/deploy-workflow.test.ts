import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { secretVariables } from './make-secrets.ts';

type Step = { name?: string; run?: string; env?: Record<string, string> };

const read = (name: string) => readFileSync(new URL(`../.github/workflows/${name}.yml`, import.meta.url), 'utf8');

it('the workflow that deploys hands on every variable of the cluster’s secrets, from the variable or secret of its own name', () => {
  const { steps }: { steps: Step[] } = parse(read('deploy')).jobs.deploy;
  const given = steps.find(({ run }) => run?.includes('make-secrets'))?.env ?? {};
  expect(Object.keys(given).toSorted()).toEqual(secretVariables.toSorted());
  for (const [name, value] of Object.entries(given)) expect(value).toMatch(new RegExp(`^\\$\\{\\{ (vars|secrets)\\.${name} \\}\\}$`));
});

it('everything secret comes from the secrets', () => {
  const text = read('deploy');
  for (const name of secretVariables.filter((variable) => /KEY|SECRET|PASSWORD|HEADERS|DATABASE_URL|REDIS_URL/.test(variable)))
    expect(text).toContain(`secrets.${name} `);
});

const folder = mkdtempSync(path.join(tmpdir(), 'madang-deploy-'));
afterAll(() => rmSync(folder, { recursive: true }));

it.each([
  ['the commit’s own image for main, whose tag moves and would change no manifest', 'main', 'ghcr.io/you/madang:sha-0123abcd'],
  ['the version of a git tag', 'v1.2.3', 'ghcr.io/you/madang:1.2.3'],
  ['any other tag as it is', '1.2.2', 'ghcr.io/you/madang:1.2.2'],
])('it rolls out %s, from a repository in small letters as registries want it', (_, tag, image) => {
  const { steps }: { steps: Step[] } = parse(read('deploy')).jobs.deploy;
  const script = steps.find(({ name }) => name === 'Roll out')?.run ?? '';
  mkdirSync(path.join(folder, 'deploy/k8s'), { recursive: true });
  writeFileSync(path.join(folder, 'deploy/k8s/apply.sh'), '#!/bin/sh\necho "$@"\n', { mode: 0o755 });
  const env = { PATH: process.env.PATH, OVERLAY: 'prod', TAG: tag, REPOSITORY: 'You/Madang', GITHUB_SHA: '0123abcd' };
  expect(spawnSync('bash', ['-ec', script], { cwd: folder, env, encoding: 'utf8' }).stdout).toBe(`prod ${image}\n`);
  expect(read('image')).toContain('type=sha,format=long');
});
