import { once } from 'node:events';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { pino } from 'pino';
import WebSocket from 'ws';
import { openRedis } from '#kit/redis.ts';
import { describeOn } from '#kit/testing/describe-on.ts';
import { eventually } from '#kit/testing/eventually.ts';
import { startTestPostgres, type TestPostgres } from '#kit/testing/test-postgres.ts';
import type { Data } from '../client.ts';
import { type Infrastructure, type Madang, type ProcessName, startMadang } from '../madang.ts';
import { type Owner, participation, publishedEvent, signUp } from '../owner.ts';

describeOn('Kafka', 'Redis')('With two replicas of each, while Redis, Kafka or PostgreSQL is away', () => {
  let madang: Madang;
  let servers: Infrastructure;
  let postgres: TestPostgres;
  let owner: Owner;
  let event: Data;

  beforeAll(async () => {
    postgres = await startTestPostgres();
    madang = await startMadang('two of each on Kafka and Redis', { ENTRIES_PER_MINUTE: '1000000', DATABASE_URL: postgres.url });
    servers = madang.infrastructure as Infrastructure;
    owner = await signUp(madang.client);
    event = await publishedEvent(owner);
  }, 240_000);
  afterAll(async () => {
    await madang?.stop();
    await postgres?.stop();
  }, 60_000);

  const participate = (count: number) =>
    Promise.all(Array.from({ length: count }, () => madang.client.ask('participate', { input: participation(event.id) })));
  const ready = async (): Promise<void> => {
    for (const url of madang.urls) expect((await fetch(`${url}/health/ready`)).status).toBe(200);
  };
  const service = (name: ProcessName): string => `http://127.0.0.1:${madang.port(name)}`;
  /** The processes that a load balancer would take out. */
  const notServing = async (): Promise<ProcessName[]> => {
    const statuses = await Promise.all(madang.names.map(async (name) => (await fetch(`${service(name)}/health/serving`)).status));
    return madang.names.filter((_name, index) => statuses[index] !== 200);
  };

  /** Milliseconds from the answer to a log-out until each gateway has closed the session's socket. */
  const closedAfterLogOut = async (): Promise<number[]> => {
    const { logIn } = await madang.client.ask('log-in', { email: owner.email, password: owner.password });
    const sockets = await Promise.all(madang.urls.map((url) => openSocket(url, logIn.accessToken)));
    const closings = sockets.map((socket) => once(socket, 'close').then(() => performance.now()));
    await madang.client.as(logIn.accessToken).ask('log-out');
    const answeredAt = performance.now();
    return (await Promise.all(closings)).map((closedAt) => closedAt - answeredAt);
  };

  it('a log-out closes the session’s sockets at every gateway within 1 s', async () => {
    const closed = await closedAfterLogOut();
    expect(closed).toHaveLength(2);
    for (const ms of closed) expect(ms).toBeLessThan(1_000);
  }, 60_000);

  it('a log-out closes them within 1 s also when Redis rings no bell', async () => {
    const { client, close } = openRedis({ url: servers.redis.url, name: 'e2e', log: pino({ level: 'silent' }) });
    await client.call('ACL', 'SETUSER', 'default', '-publish');
    try {
      await expect(client.publish('bell:anything', '')).rejects.toThrow('NOPERM');
      for (const ms of await closedAfterLogOut()) expect(ms).toBeLessThan(1_000);
    } finally {
      await client.call('ACL', 'SETUSER', 'default', '+publish');
      await close();
    }
  }, 60_000);

  it('without Kafka people take part and nothing is lost: the dashboard goes on when it is back', async () => {
    const board = owner.client.live('event-dashboard', { eventId: event.id });
    await participate(20);
    await board.until(({ participants }) => participants === 20);
    await servers.kafka.kill();
    await participate(30);
    await eventually(async () => expect((await fetch(`${service('analytics')}/health/ready`)).status).toBe(503), { within: 40_000 });
    expect(await notServing()).toEqual([]);
    expect((await madang.client.ask('event-page', { id: event.id })).event.participantCount).toBe(50);
    await servers.kafka.start();
    await board.until(({ participants }) => participants === 50, 60_000);
    await eventually(async () => expect((await fetch(`${service('analytics')}/health/ready`)).status).toBe(200), { within: 40_000 });
    await board.stop();
  }, 240_000);

  it('without Redis pages, sessions, entries and dashboards go on, readiness says what is away, and it comes back by itself', async () => {
    const board = owner.client.live('event-dashboard', { eventId: event.id });
    await board.until(({ participants }) => participants === 50);
    await servers.redis.kill();
    expect((await owner.client.ask('me')).me.id).toBe(owner.id);
    await participate(10);
    expect((await madang.client.ask('event-page', { id: event.id })).event.participantCount).toBe(60);
    await board.until(({ participants }) => participants === 60, 30_000);
    const response = await fetch(`${service('gateway')}/health/ready`);
    expect(response.status).toBe(503);
    expect(await notServing()).toEqual([]);
    const { logIn } = await madang.client.ask('log-in', { email: owner.email, password: owner.password });
    expect(logIn.accessToken).toEqual(expect.any(String));
    await servers.redis.start();
    await eventually(ready, { within: 30_000 });
    await participate(10);
    await board.until(({ participants }) => participants === 70);
    await board.stop();
  }, 240_000);

  it('shows the age of the outbox, the lag of the inbox and that of each group', async () => {
    await eventually(async () => {
      const metrics = await (await fetch(`${service('analytics')}/metrics`)).text();
      expect(metrics).toMatch(/^madang_outbox_age_seconds\{service="analytics"\} 0$/m);
      expect(metrics).toMatch(/^madang_inbox_lag_seconds\{service="analytics"\} 0$/m);
      expect(metrics).toMatch(/^madang_bus_lag_messages\{group="analytics",topic="participant.registered"\} 0$/m);
    });
  });

  it('without PostgreSQL a load balancer is told to leave every service, and comes back with it', async () => {
    const services = madang.names.filter((name) => !name.startsWith('gateway'));
    await postgres.kill();
    await eventually(async () => expect(await notServing()).toEqual(services), { within: 40_000 });
    await postgres.start();
    await eventually(async () => expect(await notServing()).toEqual([]), { within: 40_000 });
    expect((await madang.client.ask('event-page', { id: event.id })).event.participantCount).toBe(70);
  }, 240_000);
});

/** A socket that watches the owner's dashboard. */
const openSocket = async (url: string, token: string): Promise<WebSocket> => {
  const socket = new WebSocket(`${url.replace(/^http/, 'ws')}/graphql`, 'graphql-transport-ws');
  const types: string[] = [];
  socket.on('message', (message) => types.push(JSON.parse(String(message)).type));
  await once(socket, 'open');
  socket.send(JSON.stringify({ type: 'connection_init', payload: { authorization: `Bearer ${token}` } }));
  await eventually(() => types.includes('connection_ack'));
  socket.send(
    JSON.stringify({ type: 'subscribe', id: '1', payload: { query: 'subscription { userDashboard { participants version } }' } }),
  );
  await eventually(() => types.includes('next'));
  return socket;
};
