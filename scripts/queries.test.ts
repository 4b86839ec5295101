import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { adapterQueries, alertQueries, dashboardQueries } from './deploy-tools/queries.ts';

const file = (name: string): string => readFileSync(new URL(`../${name}`, import.meta.url), 'utf8');

/** Labels by metric, as docs/metrics.md tells them. */
const documented = new Map(
  [...file('docs/metrics.md').matchAll(/^\| `([a-z_]+)` \| \w+ \| ([^|]*)\|/gm)].map(([, name = '', labels = '']) => [
    name,
    [...labels.matchAll(/`(\w+)`/g)].map(([, label = '']) => label),
  ]),
);

/** What Prometheus and a histogram add. */
const ADDED = ['job', 'instance', 'namespace', 'pod', 'le'];

const METRIC = /\b(madang_[a-z_]+?)(?:_bucket|_count|_sum)?(?:\{([^}]*)\}|(?=[^a-z_{]|$))/g;

/** Labels of a query that no metric in it has. */
const strangeLabels = (query: string): string[] => {
  const metrics = [...query.matchAll(METRIC)];
  const labelsOf = (name = ''): string[] => [
    ...(documented.get(name) ?? documented.get(query.match(/madang_[a-z_]+/)?.[0] ?? '') ?? []),
    ...ADDED,
  ];
  const selected = metrics.flatMap(([, name, selector = '']) =>
    [...selector.matchAll(/(\w+)\s*(?:=~|!~|!=|=)/g)].map(([, label = '']) => label).filter((label) => !labelsOf(name).includes(label)),
  );
  const known = new Set(metrics.flatMap(([, name]) => labelsOf(name)));
  const grouped = [...query.matchAll(/\b(?:by|without|on)\s*\(([^)]*)\)/g)].flatMap(([, list = '']) =>
    list.split(',').map((label) => label.trim()),
  );
  return metrics.length === 0 ? [] : [...selected, ...grouped.filter((label) => !known.has(label))];
};

describe('queries of Prometheus', () => {
  it('are asked with labels that their metrics have', () => {
    const strange = [...alertQueries(), ...dashboardQueries(), ...adapterQueries()].flatMap(({ place, query }) =>
      strangeLabels(query).map((label) => `${place}: ${label}`),
    );
    expect(strange).toEqual([]);
    expect(strangeLabels('sum by (shop) (rate(madang_live_drops_total{colour="red"}[5m]))')).toEqual(['colour', 'shop']);
  });

  it('give the autoscaler of the gateway the figure that it asks for', () => {
    const [, wanted = ''] = /metric: \{ name: (\w+) \}/.exec(file('deploy/k8s/base/gateway.yaml')) ?? [];
    expect(adapterQueries()).toEqual([{ place: wanted, query: `sum(${wanted}{namespace="madang",pod=~"gateway-1"}) by (pod)` }]);
  });
});
