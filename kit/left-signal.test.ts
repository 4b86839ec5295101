import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { leftSignal } from './left-signal.ts';
import { createCleanupStack } from './testing/cleanup-stack.ts';
import { eventually } from './testing/eventually.ts';

const cleanups = createCleanupStack();
afterEach(cleanups.run);

const serve = async () => {
  const responses: ServerResponse[] = [];
  const server = createServer((_request, response) => responses.push(response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  cleanups.add(() => server.close());
  cleanups.add(() => server.closeAllConnections());
  return { responses, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
};

const leaveAtOnce = async (url: string, responses: ServerResponse[]): Promise<void> => {
  const leaving = new AbortController();
  const asked = fetch(url, { signal: leaving.signal }).catch(() => {});
  await eventually(() => responses.length === 1);
  leaving.abort();
  await asked;
};

describe('The signal of a response', () => {
  it('tells that the client has left, also when nobody listened then', async () => {
    const { url, responses } = await serve();
    const left = leaveAtOnce(url, responses);
    await eventually(() => responses.length === 1);
    const early = leftSignal(responses[0]!);
    await left;
    await eventually(() => early.aborted);
    expect(leftSignal(responses[0]!).aborted).toBe(true);
  });

  it('tells nothing of a client that took its answer', async () => {
    const { url, responses } = await serve();
    const asked = fetch(url);
    await eventually(() => responses.length === 1);
    const early = leftSignal(responses[0]!);
    responses[0]!.end('x');
    await (await asked).text();
    await eventually(() => responses[0]!.closed);
    expect([early.aborted, leftSignal(responses[0]!).aborted]).toEqual([false, false]);
  });
});
