import { setTimeout as wait } from 'node:timers/promises';
import { DASHBOARD, PULSE, versionNow } from './scenario.ts';
import { openSocketClient, type SocketClient } from './socket-client.ts';

/** A process with many subscribers. Tells its parent when all are subscribed, whether all came to have the last state, and for each change when the last of them had it. */
type Change = readonly [eventId: string, version: number];
type Order = { url: string; subscribers: { eventId: string; authorization?: string }[]; isPersonal: boolean; epoch: number };
type Received = { eventId: string; versions: number[]; times: number[] };

const received: Received[] = [];
const clients: SocketClient[] = [];
const AT_ONCE = 50;
const LOOK_MS = 20;

const open = async ({ url, subscribers, isPersonal, epoch }: Order): Promise<void> => {
  const query = isPersonal ? DASHBOARD : PULSE;
  const waiting = [...subscribers];
  const worker = async (): Promise<void> => {
    for (let next = waiting.pop(); next; next = waiting.pop()) {
      const { eventId, authorization } = next;
      const own: Received = { eventId, versions: [], times: [] };
      received.push(own);
      const onVersion = (version: number): void => {
        own.versions.push(version);
        own.times.push(versionNow(epoch));
      };
      clients.push(await openSocketClient(url, { query, variables: { eventId }, authorization }, onVersion));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
};

/** For each change, in order, the moment when the last of its subscribers had it or a newer one; Infinity when one never had. */
const lasts = (changes: readonly Change[]): number[] => {
  const byEvent = Map.groupBy(received, ({ eventId }) => eventId);
  return changes.map(([eventId, version]) =>
    Math.max(
      -1,
      ...(byEvent.get(eventId) ?? []).map(
        ({ versions, times }) => times[versions.findIndex((seen) => seen >= version)] ?? Number.POSITIVE_INFINITY,
      ),
    ),
  );
};

/** How many subscribers do not have their value's last state `withinMs` from now. */
const lost = async (changes: readonly Change[], withinMs: number): Promise<number> => {
  const finals = new Map(changes);
  const deadline = performance.now() + withinMs;
  for (;;) {
    const behind = received.filter(({ eventId, versions }) => (versions.at(-1) ?? 0) < (finals.get(eventId) ?? 0)).length;
    if (behind === 0 || performance.now() > deadline) return behind;
    await wait(LOOK_MS);
  }
};

const messages = (): number => received.reduce((sum, { versions }) => sum + versions.length, 0);

type Message = { open?: Order; changes?: Change[]; settle?: { changes: Change[]; withinMs: number } };

process.on('message', async (message: Message) => {
  if (message.open) {
    await open(message.open).then(
      () => process.send?.('subscribed'),
      (error: Error) => process.send?.(`not all subscribed: ${error.message}`),
    );
  } else if (message.settle) {
    process.send?.({ lost: await lost(message.settle.changes, message.settle.withinMs), messages: messages() });
  } else if (message.changes) {
    process.send?.(lasts(message.changes).map((at) => (Number.isFinite(at) ? at : null)));
  }
});
process.send?.('ready');
