import { connect, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { createCleanupStack } from '#kit/testing/cleanup-stack.ts';
import { eventually } from '#kit/testing/eventually.ts';
import { collect, startGateway, type TestGateway } from './start-gateway.ts';
import { createYard, type Yard } from './yard.ts';

const SHORT_MS = 300;
const WITHIN = { within: 20_000 };

let gateway: TestGateway;
let yard: Yard;
beforeAll(async () => {
  yard = createYard();
  const patient = {
    sdl: 'type Query { long: String never: Int } type Mutation { wait: Int }',
    resolvers: {
      Query: { long: () => 'x'.repeat(16_000_000), never: () => new Promise(() => {}) },
      Mutation: { wait: () => pause(4 * SHORT_MS, 1) },
    },
  };
  gateway = await startGateway({
    subgraphs: { ...yard.subgraphs, patient },
    config: { OPERATION_TIMEOUT_MS: 1_000, SUBGRAPH_TIMEOUT_MS: 60_000 },
    requestMs: SHORT_MS,
    quietMs: SHORT_MS,
  });
});
afterAll(() => gateway.close());
const cleanups = createCleanupStack();
afterEach(cleanups.run);

/** A connection on which this is sent, and what came back. */
const say = (text: string): { socket: Socket; heard: () => string; isClosed: () => boolean } => {
  const socket = connect(Number(new URL(gateway.url).port), '127.0.0.1');
  cleanups.add(() => void socket.destroy());
  let heard = '';
  let isClosed = false;
  socket
    .on('data', (bytes) => {
      heard += String(bytes);
    })
    .on('close', () => {
      isClosed = true;
    })
    .on('error', () => {});
  socket.write(text);
  return { socket, heard: () => heard, isClosed: () => isClosed };
};

const head = (length: number, accept = 'application/json'): string =>
  `POST /graphql HTTP/1.1\r\nhost: gateway\r\ncontent-type: application/json\r\naccept: ${accept}\r\ncontent-length: ${length}\r\n\r\n`;

const question = (query: string, accept?: string): string => {
  const body = JSON.stringify({ query });
  return `${head(body.length, accept)}${body}`;
};

const connections = (): Promise<number> => promisify(gateway.gateway.app.server.getConnections.bind(gateway.gateway.app.server))();

describe('The time of a client', () => {
  it.each(['application/json', 'text/event-stream'])('is over when the body of its request has not come: %s', async (accept) => {
    const { heard, isClosed } = say(`${head(1_000, accept)}{`);
    await eventually(isClosed, WITHIN);
    expect(heard()).toMatch(/^HTTP\/1\.1 408 /);
  });

  it('is over when it does not take its answer', async () => {
    const { socket } = say(question('{ long }'));
    socket.pause();
    await eventually(async () => (await connections()) === 1, WITHIN);
    await eventually(async () => (await connections()) === 0, WITHIN);
  });

  it('is over when it keeps a connection on which it asks nothing more', async () => {
    const { server } = gateway.gateway.app;
    const { keepAliveTimeout, keepAliveTimeoutBuffer } = server;
    cleanups.add(() => void Object.assign(server, { keepAliveTimeout, keepAliveTimeoutBuffer }));
    Object.assign(server, { keepAliveTimeout: SHORT_MS, keepAliveTimeoutBuffer: 0 });
    const { heard, isClosed } = say(question('{ total }'));
    await eventually(isClosed, WITHIN);
    expect(heard()).toContain('{"data":{"total":0}}');
  });

  it('lasts as long as its answer is being made', async () => {
    const { heard, socket } = say(question('mutation { wait }'));
    await eventually(() => heard().includes('{"data":{"wait":1}}'), WITHIN);
    expect(socket.destroyed).toBe(false);
  });

  it.each(['text/event-stream', 'multipart/mixed;subscriptionSpec=1.0'])('lasts as long as its stream: %s', async (accept) => {
    const { heard } = say(question('subscription { said { text } }', accept));
    await eventually(() => yard.subscriptions().open === 1);
    await pause(4 * SHORT_MS);
    yard.say('still here');
    await eventually(() => heard().includes('still here'));
  });

  it('lasts as long as its socket', async () => {
    const heard = collect(gateway.socket().client, 'subscription { said { text } }');
    cleanups.add(() => heard.stop());
    await eventually(() => yard.subscriptions().open === 1);
    await pause(4 * SHORT_MS);
    yard.say('still here');
    await eventually(() => expect(heard.results).toEqual([{ data: { said: { text: 'still here' } } }]));
  });
});

describe('The time of an operation', () => {
  it('is the configured one', async () => {
    const { body } = await gateway.post('{ total never }');
    expect(body.data).toEqual({ total: 0, never: null });
    expect(body.errors).toMatchObject([{ path: ['never'], extensions: { code: 'SERVICE_UNAVAILABLE', service: 'patient' } }]);
  });
});
