import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { createTestDatabase } from '#kit/testing/test-database.ts';
import { Channel } from '#schema/enums.ts';
import { type AllInOne, startAllInOne } from '../main.ts';

const file = (name: string): string => readFileSync(new URL(`../${name}`, import.meta.url), 'utf8');
const NAME = /\b(?:madang|user|process|nodejs)_[a-z0-9_]+\b/g;
const namesIn = (text: string): string[] => [...new Set(text.match(NAME) ?? [])];
/** A histogram's series carry these behind its name. */
const bare = (name: string): string => name.replace(/_(bucket|count|sum)$/, '');

/** The labels of each metric that has been observed, but a histogram's own. */
const labelsIn = (text: string): Map<string, string[]> =>
  new Map(
    [...text.matchAll(/^(\w+?)(?:_bucket|_sum|_count)?(?:\{(.*)\})? \S+$/gm)].map(([, name = '', labels = '']) => [
      name,
      [...labels.matchAll(/(\w+)="/g)]
        .map(([, label = '']) => label)
        .filter((label) => label !== 'le')
        .sort(),
    ]),
  );

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
    const away = 'http://127.0.0.1:9';
    const others = {
      ...{ AI_PROVIDER: 'openai', AI_API_KEY: 'none', AI_MODEL: 'none', AI_BASE_URL: away },
      ...{ IMAGE_PROVIDER: 'openai', IMAGE_API_KEY: 'none', IMAGE_MODEL: 'none', IMAGE_BASE_URL: away },
      CHANNELS: 'http',
      ...Object.fromEntries(
        Channel.options.flatMap((channel) => [
          [`${channel}_URL`, away],
          [`${channel}_SECRET`, 'none'.repeat(8)],
        ]),
      ),
    };
    madang = await startAllInOne({
      NODE_ENV: 'test',
      LOG_LEVEL: 'silent',
      PORT: '0',
      DATA_DIR: dataDir,
      DATABASE_URL: database.url,
      ...others,
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
    const own = [...exported].filter(([name]) => /^madang_/.test(name));
    expect(Object.fromEntries(table.map(([, name, kind]) => [name, kind]))).toEqual(Object.fromEntries(own));
  });

  it('carry the labels that the table says', async () => {
    const ask = (query: string, accept = 'application/json'): Promise<Response> =>
      fetch(`${madang.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', accept },
        body: JSON.stringify({ query }),
      });
    await ask('{ emailAvailable(email: "shop@example.com") }');
    await ask('mutation { logIn(email: "shop@example.com", password: "not the right one") { expiresAt } }');
    await (await ask('subscription { userDashboard { version } }', 'text/event-stream')).text();
    const seen = labelsIn(await (await fetch(`${madang.url}/metrics`)).text());
    const said = new Map(table.map(([, name = '', , labels = '']) => [name, (labels.match(/\w+/g) ?? []).sort()]));
    for (const [name, labels] of seen) if (said.has(name)) expect([name, labels]).toEqual([name, said.get(name)]);
    const gateways = ['madang_http_request_seconds', 'madang_operation_seconds', 'madang_subgraph_fetch_seconds', 'madang_live_sockets'];
    expect([...seen.keys()]).toEqual(
      expect.arrayContaining([...gateways, 'madang_user_passwords_hashed_total', 'madang_outbox_age_seconds']),
    );
  }, 60_000);

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
