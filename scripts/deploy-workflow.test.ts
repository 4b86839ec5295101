import { readFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { secretVariables } from './make-secrets.ts';

type Step = { run?: string; env?: Record<string, string> };

const read = (name: string) => readFileSync(new URL(`../.github/workflows/${name}.yml`, import.meta.url), 'utf8');

it('the workflow that deploys hands on every variable of the cluster’s secrets, from the variable or secret of its own name', () => {
  const { steps }: { steps: Step[] } = parse(read('deploy')).jobs.deploy;
  const given = steps.find(({ run }) => run?.includes('make-secrets'))?.env ?? {};
  expect(Object.keys(given).toSorted()).toEqual(secretVariables.toSorted());
  for (const [name, value] of Object.entries(given)) expect(value).toMatch(new RegExp(`^\\$\\{\\{ (vars|secrets)\\.${name} \\}\\}$`));
});

it('everything secret comes from the secrets', () => {
  const text = read('deploy');
  for (const name of secretVariables.filter((variable) => /KEY|SECRET|PASSWORD|DATABASE_URL|REDIS_URL/.test(variable)))
    expect(text).toContain(`secrets.${name} `);
});
