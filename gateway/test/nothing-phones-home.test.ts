import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { eventually } from '#kit/testing/eventually.ts';
import { collect, startGateway } from './start-gateway.ts';
import { createYard } from './yard.ts';

const CHANNEL = 'net.client.socket';
/** What switches Apollo's reports on, where nothing forbids them. */
const APOLLO = { APOLLO_KEY: 'service:madang:none', APOLLO_GRAPH_REF: 'madang@current', APOLLO_SCHEMA_REPORTING: 'true' };

const hosts = new Set<string>();
/** Of which it is not known yet whom they are for. */
const opening = new Set<Socket>();
const watch = (message: unknown): void => {
  const { socket } = message as { socket: Socket };
  opening.add(socket);
  for (const known of ['lookup', 'connectionAttempt', 'close']) socket.on(known, () => opening.delete(socket));
  socket.on('lookup', (_error, _address, _family, host) => hosts.add(host));
  socket.on('connectionAttempt', (ip) => hosts.add(ip));
};
beforeAll(() => {
  Object.assign(process.env, APOLLO);
  // Apollo's server waits for so much of ten seconds before it reports its schema.
  jest.spyOn(Math, 'random').mockReturnValue(0);
  subscribe(CHANNEL, watch);
});
afterAll(() => {
  unsubscribe(CHANNEL, watch);
  jest.restoreAllMocks();
  for (const name of Object.keys(APOLLO)) delete process.env[name];
});

describe('Nothing phones home', () => {
  it('from its start to its end the gateway speaks to this machine only, also when Apollo’s variables are set', async () => {
    const gateway = await startGateway({ subgraphs: createYard().subgraphs });
    await gateway.post('{ event(id: "7") { title count } }');
    await gateway.post('{ nothing }', { extensions: {} });
    await fetch(`${gateway.url}/graphql`, { headers: { accept: 'text/html' } });
    const live = collect(gateway.socket().client, 'subscription { pulse(id: "7") { count } }');
    await eventually(() => live.results.length === 1);
    await gateway.close();
    await eventually(() => opening.size === 0, { within: 30_000 });
    expect([...hosts].filter((host) => !/^(127\.|::1$|localhost$)/.test(host))).toEqual([]);
    expect(hosts.size).toBeGreaterThan(0);
  }, 60_000);
});
