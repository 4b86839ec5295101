import type { Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { afterEach, describe, expect, it } from '@jest/globals';
import { createCleanupStack } from '#kit/testing/cleanup-stack.ts';
import { eventually } from '#kit/testing/eventually.ts';
import { links, MUTATION, QUERY, serveAnswers, thing } from '../test/scripted-subgraph.ts';

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
      await source.execute(MUTATION);
      await pause(600);
      expect(seen.requests).toBe(asked);
    }
    expect(connections).toBe(3);
    expect(await promisify(server.getConnections.bind(server))()).toBeLessThan(2);
  });
});
