import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, describe, expect, it } from '@jest/globals';
import { createCleanupStack } from '../testing/cleanup-stack.ts';
import { eventually } from '../testing/eventually.ts';
import { startTcpProxy, type TcpProxy } from '../testing/tcp-proxy.ts';
import { createSilenceGuard } from './silence-guard.ts';

const SLOW = 9;

describe('A guard of connections', () => {
  const cleanups = createCleanupStack();
  afterEach(cleanups.run);

  /** Answers each byte with itself, that many milliseconds later. */
  const startEcho = async (afterMs = 0): Promise<TcpProxy> => {
    const server = createServer((socket) => {
      socket.on('error', () => {});
      socket.on('data', async (bytes) => {
        await pause(afterMs);
        socket.write(bytes);
      });
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const proxy = await startTcpProxy(() => (server.address() as AddressInfo).port);
    cleanups.add(() => void server.close());
    cleanups.add(proxy.close);
    return proxy;
  };
  const guard = () => createSilenceGuard({ patienceMs: ([kind]) => (kind === SLOW ? 60_000 : 200), tickMs: 20 });
  const openThrough = async ({ watch }: ReturnType<typeof guard>, { port }: TcpProxy) => {
    const socket: Socket = watch(connect(port, '127.0.0.1'));
    cleanups.add(() => void socket.destroy());
    await once(socket, 'connect');
    const seen = { ended: false, answers: 0 };
    socket.on('error', () => {
      seen.ended = true;
    });
    socket.on('data', ({ length }) => {
      seen.answers += length;
    });
    return { seen, ask: (kind = 1) => void socket.write(Buffer.from([kind])) };
  };

  it('ends the one that owes an answer, and those to the same server that have been silent as long', async () => {
    const [guarding, echo, other] = [guard(), await startEcho(), await startEcho()];
    const [asked, idle, elsewhere] = [
      await openThrough(guarding, echo),
      await openThrough(guarding, echo),
      await openThrough(guarding, other),
    ];
    for (const one of [asked, idle, elsewhere]) one.ask();
    await eventually(() => [asked, idle, elsewhere].every(({ seen }) => seen.answers === 1));
    echo.abandon();
    cleanups.add(echo.cutAbandoned);
    asked.ask();
    await eventually(() => asked.seen.ended && idle.seen.ended, { within: 2_000 });
    expect(elsewhere.seen.ended).toBe(false);
  });

  it('leaves those that nothing was asked, those that answer slowly, and those that were asked for something that takes its time', async () => {
    const guarding = guard();
    const [slow, quick] = [await startEcho(100), await startEcho()];
    const [idle, slowly, patient] = [
      await openThrough(guarding, quick),
      await openThrough(guarding, slow),
      await openThrough(guarding, quick),
    ];
    patient.ask();
    await eventually(() => patient.seen.answers === 1);
    quick.hold();
    patient.ask(SLOW);
    for (let answers = 1; answers <= 4; answers++) {
      slowly.ask();
      await eventually(() => slowly.seen.answers === answers);
    }
    expect([idle, slowly, patient].map(({ seen }) => seen.ended)).toEqual([false, false, false]);
    quick.release();
    await eventually(() => patient.seen.answers === 2);
  });
});
