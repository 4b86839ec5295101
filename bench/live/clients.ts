import { DASHBOARD, PULSE, versionNow } from './scenario.ts';
import { openSocketClient, type SocketClient } from './socket-client.ts';

/** A process with many subscribers. Tells its parent when all are subscribed, and for each change when the last of them had it. */
type Order = { url: string; subscribers: { eventId: string; authorization?: string }[]; isPersonal: boolean; epoch: number };
type Received = { eventId: string; versions: number[]; times: number[] };

const received: Received[] = [];
const clients: SocketClient[] = [];
const AT_ONCE = 50;

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
const lasts = (changes: readonly [eventId: string, version: number][]): number[] => {
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

process.on('message', async (message: { open?: Order; changes?: [string, number][]; end?: boolean }) => {
  if (message.open) {
    await open(message.open).then(
      () => process.send?.('subscribed'),
      (error: Error) => process.send?.(`not all subscribed: ${error.message}`),
    );
  } else if (message.changes) {
    const messages = received.reduce((sum, { versions }) => sum + versions.length, 0);
    process.send?.({ lasts: lasts(message.changes).map((at) => (Number.isFinite(at) ? at : null)), messages });
  } else process.exit(0);
});
process.send?.('ready');
