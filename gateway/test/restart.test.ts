import { describe, expect, it } from '@jest/globals';
import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import { createCleanupStack } from '#kit/testing/cleanup-stack.ts';
import { eventually } from '#kit/testing/eventually.ts';
import { startGateway } from './start-gateway.ts';
import { createYard } from './yard.ts';

describe('Over a restart of the gateway', () => {
  it('a client that comes back with its last cursor gets every item of a feed once and in order', async () => {
    const cleanups = createCleanupStack();
    const yard = createYard();
    let gateway = await startGateway({ subgraphs: yard.subgraphs });
    cleanups.add(() => gateway.close());
    const seen: string[] = [];
    const variables: { after?: string } = { after: '0' };
    const client = createClient({
      url: () => `${gateway.url.replace('http', 'ws')}/graphql`,
      webSocketImpl: WebSocket,
      retryAttempts: 1_000,
      retryWait: () => new Promise((resume) => setTimeout(resume, 10)),
      shouldRetry: () => true,
    });
    cleanups.add(() => client.dispose());
    client.subscribe<{ entered: { name: string; cursor: string } }>(
      { query: 'subscription ($after: String) { entered(after: $after) { name cursor } }', variables },
      {
        next: ({ data }) => {
          seen.push(data!.entered.name);
          variables.after = data!.entered.cursor;
        },
        error: () => {},
        complete: () => {},
      },
    );
    let entered = 0;
    const entering = setInterval(() => yard.enter(String(entered++)), 2);
    cleanups.add(() => clearInterval(entering));
    for (let restarts = 1; restarts <= 3; restarts++) {
      const before = seen.length;
      await eventually(() => seen.length > before + 20);
      await gateway.close();
      gateway = await startGateway({ subgraphs: yard.subgraphs });
    }
    const before = entered;
    await eventually(() => seen.length > before);
    clearInterval(entering);
    await eventually(() => seen.length === entered);
    expect(seen).toEqual(Array.from({ length: entered }, (_, index) => String(index)));
    await cleanups.run();
  }, 30_000);
});
