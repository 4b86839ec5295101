import { randomBytes } from 'node:crypto';
import { type IncomingMessage, request } from 'node:http';
import { connect } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { createCleanupStack } from '#kit/testing/cleanup-stack.ts';
import { eventually } from '#kit/testing/eventually.ts';
import { rawSocket } from './raw-socket.ts';
import { runSmall } from './small-graph.ts';
import { collect, startGateway } from './start-gateway.ts';
import { createYard } from './yard.ts';

const MEGABYTE = 'x'.repeat(1024 * 1024);

const cleanups = createCleanupStack();
afterEach(cleanups.run);

describe('A live value whose answer is mended', () => {
  it('goes on with newer states: none is lost, none older comes after', async () => {
    const yard = createYard();
    const { events } = runSmall(yard.subgraphs);
    const released = Promise.withResolvers<void>();
    let isDown = true;
    let asked = 0;
    const execute: NonNullable<typeof events>['execute'] = async (question) => {
      asked++;
      if (isDown) throw new Error('connect ECONNREFUSED');
      await released.promise;
      return events!.execute(question);
    };
    const gateway = await startGateway({ subgraphs: yard.subgraphs, sources: { events: { ...events!, execute } } });
    cleanups.add(gateway.close);
    yard.setPulse({ count: 1, version: 1 });
    const live = collect(gateway.socket().client, 'subscription { pulse(id: "7") { count event { title } } }');
    const counts = () => live.results.map((result) => (result as { data: { pulse: { count: number } } }).data.pulse.count);
    await eventually(() => live.results.length === 1);
    isDown = false;
    yard.setPulse({ count: 2, version: 2 });
    await eventually(() => asked === 2);
    yard.setPulse({ count: 3, version: 3 });
    const begun = performance.now();
    await eventually(() => performance.now() - begun > 700);
    released.resolve();
    await eventually(() => expect(counts()).toEqual([1, 2, 3]));
    live.stop();
  });
});

/** A text frame as a client sends it (RFC 6455 §5.3). */
const clientFrame = (message: object): Buffer => {
  const text = Buffer.from(JSON.stringify(message));
  const mask = randomBytes(4);
  const head = Buffer.from([0x81, 0xfe, text.length >> 8, text.length & 0xff]);
  return Buffer.concat([head, mask, text.map((byte, index) => byte ^ mask[index % 4]!)]);
};

const UPGRADE = [
  'GET /graphql HTTP/1.1',
  'Host: gateway',
  'Upgrade: websocket',
  'Connection: Upgrade',
  `Sec-WebSocket-Key: ${randomBytes(16).toString('base64')}`,
  'Sec-WebSocket-Version: 13',
  'Sec-WebSocket-Protocol: graphql-transport-ws',
].join('\r\n');

/** A client that goes on when the server closes the socket. */
const deafClient = async (url: string, payload: object) => {
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  cleanups.add(() => void socket.destroy());
  let heard = '';
  socket.setEncoding('latin1').on('data', (text: string) => (heard += text));
  const say = (message: object): void => void socket.write(clientFrame(message));
  socket.write(`${UPGRADE}\r\n\r\n`);
  await eventually(() => heard.includes('\r\n\r\n'));
  say({ type: 'connection_init', payload: { ...payload, padding: 'x'.repeat(126) } });
  await eventually(() => heard.includes('connection_ack'));
  const publish = (title: string): void =>
    say({ type: 'subscribe', id: title, payload: { query: `mutation { publish(title: "${title}") } #${'x'.repeat(126)}` } });
  return { publish, heard: () => heard };
};

describe('A socket that is being closed', () => {
  it('does nothing more for a client that does not mind: its session has ended', async () => {
    const yard = createYard();
    const { events } = runSmall(yard.subgraphs);
    const asked: string[] = [];
    const execute: NonNullable<typeof events>['execute'] = (question) => {
      asked.push(question.query);
      return events!.execute(question);
    };
    const gateway = await startGateway({ subgraphs: yard.subgraphs, sources: { events: { ...events!, execute } } });
    cleanups.add(gateway.close);
    const { token, sessionId } = await gateway.session();
    const client = await deafClient(gateway.url, { authorization: `Bearer ${token}` });
    client.publish('first');
    await eventually(() => client.heard().includes('"complete"'));
    await gateway.revoke(sessionId);
    await eventually(() => client.heard().includes('The session has ended.'));
    client.publish('second');
    for (let turn = 0; turn < 5; turn++) await gateway.post('{ total }');
    expect(asked.filter((query) => query.includes('publish')).length).toBe(1);
  });
});

describe('A client that asks and does not read', () => {
  it('is read no further while more than 1 MB waits for it', async () => {
    let asked = 0;
    const big = () => {
      asked++;
      return MEGABYTE;
    };
    const gateway = await startGateway({ subgraphs: { big: { sdl: 'type Query { big: String }', resolvers: { Query: { big } } } } });
    cleanups.add(gateway.close);
    const client = await rawSocket(gateway.url);
    client.socket.pause();
    const isHeard = (count: number): Promise<boolean> =>
      eventually(() => asked > count, { within: 500 }).then(
        () => true,
        () => false,
      );
    let sent = 0;
    do client.subscribe(String(sent), '{ big }');
    while ((await isHeard(sent)) && ++sent < 60);
    expect(sent).toBeLessThan(60);
    client.socket.resume();
    await eventually(() => client.results(String(sent)).length === 1);
    client.socket.terminate();
  });
});

describe('A stream that is not read', () => {
  it('is cut off soon after its session has ended', async () => {
    const yard = createYard();
    const gateway = await startGateway({ subgraphs: yard.subgraphs });
    cleanups.add(gateway.close);
    const { token, sessionId } = await gateway.session();
    const asking = request(`${gateway.url}/graphql`, {
      method: 'POST',
      agent: false,
      headers: { accept: 'text/event-stream', 'content-type': 'application/json', authorization: `Bearer ${token}` },
    });
    cleanups.add(() => void asking.destroy());
    asking.on('error', () => {}).end(JSON.stringify({ query: 'subscription { pulse(id: "7") { note } }' }));
    await new Promise<IncomingMessage>((resolve) => asking.once('response', resolve));
    const { metrics } = gateway;
    let version = 1;
    await eventually(async () => {
      yard.setPulse({ count: 1, version: ++version, note: MEGABYTE });
      expect(await metrics()).toMatch(/^madang_live_drops_total\{kind="live"\} [1-9]/m);
    });
    await gateway.revoke(sessionId);
    await eventually(async () => expect(await metrics()).toMatch(/^madang_live_sockets\{transport="sse"\} 0$/m), { within: 6_000 });
  });
});
