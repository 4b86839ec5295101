import { adapterQueries, dashboardQueries } from './queries.ts';

// What promtool can check are rules: each query of a dashboard and of the adapter becomes one that records.
const rules = [...dashboardQueries(), ...adapterQueries()].map(({ place, query }, index) => ({
  record: 'query',
  expr: query,
  labels: { place: `${place}, ${index}` },
}));
process.stdout.write(`${JSON.stringify({ groups: [{ name: 'queries', rules }] }, null, 2)}\n`);
