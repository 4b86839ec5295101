import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '#kit/testing/eventually.ts';
import { trustDocuments } from '../protection/trusted-documents.ts';
import { rawSocket } from './raw-socket.ts';
import { silent } from './small-graph.ts';
import { startGateway, type TestGateway } from './start-gateway.ts';
import { createYard } from './yard.ts';

const TITLE = 'query Title($id: ID!) { event(id: $id) { title count } }';
const BROKEN = 'query Broken { broken }';

let gateway: TestGateway;
const yard = createYard();
let asked = 0;
const late = Promise.withResolvers<string | null>();
beforeAll(async () => {
  const slow = () => {
    asked++;
    return late.promise;
  };
  const wait = { sdl: 'type Query { wait: String! }', resolvers: { Query: { wait: slow } } };
  const down = { sdl: 'type Query { down: String }' };
  gateway = await startGateway({
    subgraphs: { ...yard.subgraphs, wait, down },
    sources: { down: silent('down') },
    trusted: trustDocuments({ title: TITLE, broken: BROKEN }),
  });
});
afterAll(() => gateway.close());

const metrics = (): Promise<string> => gateway.metrics();
const count = async (series: string): Promise<number> => {
  const line = (await metrics()).split('\n').find((each) => each.startsWith(`${series} `));
  return line === undefined ? 0 : Number(line.split(' ')[1]);
};
const operations = (operation: string, outcome: string, type = 'query') =>
  count(`madang_operation_seconds_count{operation="${operation}",type="${type}",outcome="${outcome}"}`);
const fetches = (subgraph: string, outcome: string) =>
  count(`madang_subgraph_fetch_seconds_count{subgraph="${subgraph}",outcome="${outcome}"}`);

describe('The gateway’s metrics', () => {
  it('time each trusted operation, by how it ended, and each subgraph it asked', async () => {
    for (const id of ['1', '2', '3']) await gateway.post(TITLE, { variables: { id } });
    await gateway.post(TITLE);
    await gateway.post(BROKEN);
    expect(await operations('Title', 'ok')).toBe(3);
    expect(await operations('Title', 'refused')).toBe(1);
    expect(await operations('Broken', 'failed')).toBe(1);
    expect(await fetches('events', 'ok')).toBe(3);
    expect(await fetches('events', 'errors')).toBe(1);
    expect(await fetches('counts', 'ok')).toBe(3);
    const text = await metrics();
    const labels = 'operation="Title",type="query",outcome="ok"';
    expect(text).toMatch(`madang_operation_seconds_bucket{${labels},le="+Inf"} 3`);
    expect(text).toMatch(new RegExp(`madang_operation_seconds_sum{${labels}} 0\\.`));
  });

  it('let no client make up a series: what is not trusted is other', async () => {
    for (let n = 0; n < 3; n++) await gateway.post(`query Made_Up_${n} { total }`);
    await gateway.post('mutation Made_Up { publish(title: "x") }');
    expect(await operations('other', 'ok')).toBe(3);
    expect(await operations('other', 'ok', 'mutation')).toBe(1);
    expect(await metrics()).not.toMatch('Made_Up');
  });

  it('tell a subgraph that does not answer, and a client that did not wait', async () => {
    await gateway.post('{ down }');
    expect(await fetches('down', 'failed')).toBe(1);
    expect(await operations('other', 'failed')).toBe(1);
    const leaving = request(`${gateway.url}/graphql`, { method: 'POST', agent: false, headers: { 'content-type': 'application/json' } });
    leaving.on('error', () => {});
    leaving.end('{"query":"{ wait }"}');
    await eventually(() => asked === 1);
    leaving.destroy();
    await metrics();
    late.resolve(null);
    await eventually(async () => expect(await operations('other', 'left')).toBe(1));
  });

  it('count plans that were known, those that were not, and those remembered', async () => {
    const read = async () => Promise.all(['hits_total', 'misses_total', 'entries'].map((name) => count(`madang_plan_cache_${name}`)));
    const [hits = 0, misses = 0, entries = 0] = await read();
    for (let n = 0; n < 3; n++) await gateway.post('{ again: total }');
    expect(await read()).toEqual([hits + 2, misses + 1, entries + 1]);
  });

  it('count what is handed to the clients of a live value, and time each change until all have it', async () => {
    const sockets = [await rawSocket(gateway.url), await rawSocket(gateway.url), await rawSocket(gateway.url)];
    for (const { subscribe } of sockets) subscribe('pulse', 'subscription { publicPulse(id: "7") { count } }');
    await eventually(() => sockets.every(({ results }) => results('pulse').length === 1));
    yard.setPulse({ count: 1, version: 2 });
    await eventually(() => sockets.every(({ results }) => results('pulse').length === 2));
    const read = async () =>
      Promise.all(['events_total', 'messages_total', 'lag_seconds_count'].map((name) => count(`madang_live_${name}`)));
    await eventually(async () => expect(await read()).toEqual([2, 6, 2]));
    expect(await count('madang_live_lag_seconds_bucket{le="+Inf"}')).toBe(2);
    expect(await count('madang_live_lag_seconds_sum')).toBeGreaterThan(0);
    for (const { socket } of sockets) socket.close();
  });
});
