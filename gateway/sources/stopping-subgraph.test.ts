import { once } from 'node:events';
import type { Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { afterEach, describe, expect, it } from '@jest/globals';
import { createCleanupStack } from '#kit/testing/cleanup-stack.ts';
import { eventually } from '#kit/testing/eventually.ts';
import { type Answer, links, MUTATION, QUERY, serveAnswers, thing } from '../test/scripted-subgraph.ts';
import { createSocketLink } from './socket-link.ts';

const cleanups = createCleanupStack();
afterEach(cleanups.run);

describe.each(Object.entries(links))('A subgraph over HTTP by %s that stops', (_name, createLink) => {
  /** Closes a connection on which nothing was asked for half a second, whatever is on its way. */
  const stopping = async (connections: number) => {
    const answeredAt = new WeakMap<Socket, number>();
    return serveAnswers(
      cleanups,
      (request, response, count) => {
        const idleSince = answeredAt.get(request.socket);
        if (idleSince && performance.now() - idleSince > 500) return void request.socket.destroy();
        response.on('finish', () => answeredAt.set(request.socket, performance.now()));
        thing(request, response, count);
      },
      { createLink, connections },
    );
  };

  it('loses no mutation: what may not be asked twice goes where an answer just came, or over a new connection', async () => {
    const { source, server, seen } = await stopping(4);
    let connections = 0;
    server.on('connection', () => connections++);
    await eventually(async () => {
      await source.execute(QUERY);
      const before = connections;
      await source.execute(MUTATION);
      return connections === before;
    });
    const [before, asked] = [connections, seen.requests];
    await pause(600);
    await source.execute(MUTATION);
    expect(connections).toBe(before + 1);
    expect(seen.requests).toBe(asked + 1);
  });

  it('is asked over a new connection in place of an old one, where there may be only one', async () => {
    const { source, server, seen } = await stopping(1);
    let connections = 0;
    server.on('connection', () => connections++);
    for (let asked = 1; asked <= 3; asked++) {
      if (asked > 1) await pause(600);
      await source.execute(MUTATION);
      expect(seen.requests).toBe(asked);
    }
    expect(connections).toBe(3);
    const open = promisify(server.getConnections.bind(server));
    await eventually(async () => (await open()) < 2);
  });
});

describe('A subgraph over HTTP by bare sockets', () => {
  const kept = async () => {
    let socket: Socket | undefined;
    const answer: Answer = (request, response, count) => {
      socket = request.socket;
      thing(request, response, count);
    };
    const served = await serveAnswers(cleanups, answer, { createLink: createSocketLink, connections: 1 });
    await served.source.execute(QUERY);
    // Now timers are due, then it is read what has come, and then it is the end of the turn.
    await pause(1);
    return { ...served, socket: socket as Socket };
  };
  const STRAY = JSON.stringify({ data: { thing: 'of another' } });

  it.each([QUERY, MUTATION])('that speaks before it is asked is not taken to have answered, and is asked once: %j', async (question) => {
    const { source, seen, socket } = await kept();
    socket.write(`HTTP/1.1 200 OK\r\ncontent-length: ${STRAY.length}\r\n\r\n${STRAY}`);
    expect(await source.execute(question)).toEqual({ data: { thing: '마당' } });
    expect(seen.requests).toBe(2);
  });

  it.each([QUERY, MUTATION])('that ends a connection before it is asked is asked over another: %j', async (question) => {
    const { source, seen, socket } = await kept();
    socket.destroy();
    expect(await source.execute(question)).toEqual({ data: { thing: '마당' } });
    expect(seen.requests).toBe(2);
  });

  it('is asked a mutation that waited, when the connection it waited for ends with an answer', async () => {
    const sockets: Socket[] = [];
    const answer: Answer = (request, response, count) => {
      sockets.push(request.socket);
      response.on('finish', () => count === 1 && request.socket.destroy());
      thing(request, response, count);
    };
    const { source, seen } = await serveAnswers(cleanups, answer, { createLink: createSocketLink, connections: 1 });
    const answers = await Promise.all([source.execute(QUERY), source.execute(MUTATION)]);
    expect(answers).toEqual([{ data: { thing: '마당' } }, { data: { thing: '마당' } }]);
    expect(seen.requests).toBe(2);
    expect(new Set(sockets).size).toBe(2);
  });

  it('is asked a mutation over another connection, when the gateway was held up after it chose one', async () => {
    const { source, server, seen } = await kept();
    const opened = once(server, 'connection');
    const asked = source.execute(MUTATION);
    setImmediate(() => {
      const until = performance.now() + 300;
      while (performance.now() < until);
    });
    expect(await asked).toEqual({ data: { thing: '마당' } });
    await opened;
    expect(seen.requests).toBe(2);
  });

  it('is asked a mutation over another connection, when the gateway was held up and heard late that one was made, which is closed', async () => {
    const { source, server, seen } = await serveAnswers(cleanups, thing, { createLink: createSocketLink, connections: 1 });
    let connections = 0;
    server.on('connection', (socket: Socket) => ++connections === 1 && socket.destroy());
    const asked = source.execute(MUTATION);
    const until = performance.now() + 300;
    while (performance.now() < until);
    expect(await asked).toEqual({ data: { thing: '마당' } });
    expect([connections, seen.requests]).toEqual([2, 1]);
  });

  it.each([QUERY, MUTATION])(
    'that ends a connection is asked over another what was accepted before its link was closed: %j',
    async (question) => {
      const { source, seen, socket } = await kept();
      const asked = source.execute(question);
      const closing = source.close();
      socket.destroy();
      expect(await asked).toEqual({ data: { thing: '마당' } });
      await closing;
      expect(seen.requests).toBe(2);
    },
  );
});
