import { execFileSync } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { PrometheusRule } from '@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1';
import { parse } from 'yaml';
import { services } from '#schema/services.ts';

type Rules = { groups: { rules: { alert: string; expr: string }[] }[] };
type UnitTests = { tests: { alert_rule_test: { alertname: string; exp_alerts?: unknown[] }[] }[] };

const folder = new URL('../deploy/prometheus/', import.meta.url).pathname;
const file = (name: string): string => readFileSync(folder + name, 'utf8');
const rules = parse(file('madang.rules.yml')) as Rules;
const alarms = rules.groups.flatMap((group) => group.rules);

describe('The alarms', () => {
  it('are given to the Prometheus operator as they stand in madang.rules.yml', () => {
    const resource = parse(execFileSync(`${folder}rule.sh`, { encoding: 'utf8' }));
    new PrometheusRule(resource).validate();
    expect(resource).toMatchObject({ apiVersion: 'monitoring.coreos.com/v1', kind: 'PrometheusRule', metadata: { name: 'madang' } });
    expect(resource.spec).toEqual(rules);
  });

  it('miss no service: each is away when its last replica is, and when it has no target', () => {
    const { expr = '' } = alarms.find(({ alert }) => alert === 'MadangDown') ?? {};
    const [, jobs = ''] = /up\{job=~"([^"]+)"\}/.exec(expr) ?? [];
    expect(jobs.split('|').toSorted()).toEqual(Object.keys(services).toSorted());
    expect([...expr.matchAll(/absent\(up\{job="(\w+)"\}\)/g)].map(([, job]) => job).toSorted()).toEqual(Object.keys(services).toSorted());
  });

  it('are each seen to ring by a unit test', () => {
    const tests = globSync('*.test.yml', { cwd: folder }).flatMap((name) => (parse(file(name)) as UnitTests).tests);
    const rung = tests.flatMap((test) => test.alert_rule_test.filter(({ exp_alerts = [] }) => exp_alerts.length > 0));
    expect(alarms.map(({ alert }) => alert).toSorted()).toEqual([...new Set(rung.map(({ alertname }) => alertname))].toSorted());
  });
});
