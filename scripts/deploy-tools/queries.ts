import { readdirSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';

const file = (name: string): string => readFileSync(new URL(`../../${name}`, import.meta.url), 'utf8');

/** A query of Prometheus and where it stands. */
export type Query = { place: string; query: string };

type Rules = { groups: { rules: { alert: string; expr: string }[] }[] };
type Dashboard = { uid: string; panels: { title: string; targets: { expr: string }[] }[] };
type AdapterValues = { rules: { custom: { name: { as: string }; seriesQuery: string; metricsQuery: string }[] } };

export const alertQueries = (): Query[] =>
  (parse(file('deploy/prometheus/madang.rules.yml')) as Rules).groups.flatMap(({ rules }) =>
    rules.map(({ alert, expr }) => ({ place: alert, query: expr })),
  );

/** The dashboards' queries, as Grafana sends them. */
export const dashboardQueries = (): Query[] =>
  readdirSync(new URL('../../deploy/grafana/', import.meta.url)).flatMap((name) =>
    (JSON.parse(file(`deploy/grafana/${name}`)) as Dashboard).panels.flatMap(({ title, targets }) =>
      targets.map(({ expr }) => ({ place: `${name}: ${title}`, query: expr.replaceAll('$__rate_interval', '5m') })),
    ),
  );

/** The adapter's queries, as it asks them for a pod of the gateway; by the name under which an autoscaler knows the figure. */
export const adapterQueries = (): Query[] =>
  (parse(file('deploy/prometheus/adapter-values.yaml')) as AdapterValues).rules.custom.map(({ name, seriesQuery, metricsQuery }) => ({
    place: name.as,
    query: metricsQuery
      .replaceAll('<<.Series>>', seriesQuery.replace(/\{.*/, ''))
      .replaceAll('<<.LabelMatchers>>', 'namespace="madang",pod=~"gateway-1"')
      .replaceAll('<<.GroupBy>>', 'pod'),
  }));
