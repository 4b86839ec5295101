import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { createTestDatabase } from '#kit/testing/test-database.ts';
import { type AllInOne, startAllInOne } from '../main.ts';

const file = (name: string): string => readFileSync(new URL(`../${name}`, import.meta.url), 'utf8');
const NAME = /\b(?:madang|user|process|nodejs)_[a-z0-9_]+\b/g;
const namesIn = (text: string): string[] => [...new Set(text.match(NAME) ?? [])];
/** A histogram's series carry these behind its name. */
const bare = (name: string): string => name.replace(/_(bucket|count|sum)$/, '');

type Rules = { groups: { rules: { alert: string; expr: string }[] }[] };
type Dashboard = { uid: string; panels: { targets: { expr: string }[] }[] };

const rules = (parse(file('deploy/prometheus/madang.rules.yml')) as Rules).groups.flatMap((group) => group.rules);
const dashboards = readdirSync(new URL('../deploy/grafana/', import.meta.url)).map((name) => ({
  name,
  dashboard: JSON.parse(file(`deploy/grafana/${name}`)) as Dashboard,
}));
const table = [...file('docs/metrics.md').matchAll(/^\| `([a-z_]+)` \| (\w+) \| ([^|]*)\|/gm)];
const documented = table.map(([, name]) => name ?? '');

/** Only a process on Kafka has it: kit/bus/kafka.ts. */
const ON_KAFKA = 'madang_bus_lag_messages';

describe('metrics', () => {
  let madang: AllInOne;
  let exported: Map<string, string>;
  const dataDir = mkdtempSync(path.join(tmpdir(), 'madang-metrics-'));
  let drop: () => Promise<void>;

  beforeAll(async () => {
    const database = await createTestDatabase();
    drop = database.drop;
    const model = { AI_PROVIDER: 'openai', AI_API_KEY: 'none', AI_MODEL: 'none', AI_BASE_URL: 'http://127.0.0.1:9' };
    madang = await startAllInOne({
      NODE_ENV: 'test',
      LOG_LEVEL: 'silent',
      PORT: '0',
      DATA_DIR: dataDir,
      DATABASE_URL: database.url,
      ...model,
    });
    const text = await (await fetch(`${madang.url}/metrics`)).text();
    exported = new Map([...text.matchAll(/^# TYPE (\S+) (\S+)$/gm)].map(([, name = '', kind = '']) => [name, kind]));
    if (file('kit/bus/kafka.ts').includes(`'${ON_KAFKA}'`)) exported.set(ON_KAFKA, 'gauge');
  }, 120_000);

  afterAll(async () => {
    await madang.close();
    await drop();
    rmSync(dataDir, { recursive: true });
  });

  it('are all in the table of docs/metrics.md, with their kinds, and nothing else is', () => {
    const own = [...exported].filter(([name]) => /^(madang|user)_/.test(name));
    expect(Object.fromEntries(table.map(([, name, kind]) => [name, kind]))).toEqual(Object.fromEntries(own));
  });

  it('of alert rules and dashboards are exported', () => {
    const used = [
      ...rules.map(({ expr }) => expr),
      ...dashboards.flatMap(({ dashboard }) => dashboard.panels.flatMap(({ targets }) => targets.map(({ expr }) => expr))),
    ];
    const unknown = namesIn(used.join('\n')).filter((name) => !exported.has(name) && !exported.has(bare(name)));
    expect(unknown).toEqual([]);
    expect(rules.length).toBeGreaterThan(10);
  });

  it('that Madang measures are each seen on a dashboard', () => {
    const shown = new Set(namesIn(JSON.stringify(dashboards)).map(bare));
    expect(documented.filter((name) => !shown.has(name))).toEqual([]);
  });

  it('are autoscaled by under a name that exists', () => {
    const [, name = ''] = /metric: \{ name: (\w+) \}/.exec(file('deploy/k8s/base/gateway.yaml')) ?? [];
    expect(exported.get(name)).toBe('gauge');
  });

  it('raise alarms that docs/metrics.md explains', () => {
    const explained = new Set(file('docs/metrics.md').match(/`Madang\w+`/g));
    expect(rules.map(({ alert }) => `\`${alert}\``).filter((alert) => !explained.has(alert))).toEqual([]);
    expect(explained.size).toBe(rules.length);
  });

  it('fill dashboards whose ids differ', () => {
    expect(new Set(dashboards.map(({ dashboard }) => dashboard.uid)).size).toBe(dashboards.length);
  });
});
