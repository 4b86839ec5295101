import { type AdminOptions, Consumer, type Message, type MessagesStream } from '@platformatic/kafka';
import type { Log } from '../log.ts';
import { CLIENT, type Consumption, type ReceivedRecord, type Subscription } from './kafka-driver.ts';

/** Until a group that a late commit has set back stands right again. */
const RESTORE_MS = 3_000;

type Stream = MessagesStream<Buffer, Buffer, Buffer, Buffer>;

/**
 * A group lets in only members that share a name for the way they divide partitions. First kafkajs' name for it, so that this client may replace
 * that one, and that one this, one by one; then this client's own, which members of version 0.1.0 have.
 */
const PROTOCOLS = [
  { name: 'RoundRobinAssigner', version: 0 },
  { name: 'roundrobin', version: 1 },
];

/** One member of a group; joining is answered when all members have joined, so that its connection has longer. */
export const consume = async (connection: AdminOptions, { group, topics, take }: Subscription, log: Log): Promise<Consumption> => {
  const consumer = new Consumer({
    ...connection,
    groupId: group,
    autocommit: false,
    sessionTimeout: CLIENT.sessionMs,
    heartbeatInterval: CLIENT.heartbeatMs,
    rebalanceTimeout: CLIENT.rebalanceMs,
    requestTimeout: CLIENT.rebalanceMs + 2_000,
    maxWaitTime: CLIENT.maxWaitMs,
    protocols: PROTOCOLS,
    minBytes: 1,
  });
  const close = async (): Promise<void> =>
    void (await consumer.close(true).catch((error: unknown) => log.debug({ err: error }, 'a consumer did not close')));
  let activeAt = Date.now();
  const active = (): void => {
    activeAt = Date.now();
  };
  consumer.on('error', () => {});
  consumer.on('consumer:heartbeat:end', () => {
    if ((consumer.assignments ?? []).every(({ partitions }) => partitions.length === 0)) active();
  });
  try {
    const stream = await consumer.consume({ topics: [...topics], mode: 'committed', fallbackMode: 'earliest' });
    stream.on('fetch', active);
    let stopping = false;
    const places = keepPlaces(consumer, log);
    const takeChunk = async (messages: readonly Message[], alive: () => Promise<void>): Promise<void> => {
      const last = messages.at(-1) as Message;
      const reached = places.begin(last);
      await take(messages.map(received), alive);
      await reached();
    };
    const reading = readAll(stream, takeChunk, () => stopping || stream.destroyed, active).finally(places.end);
    return {
      died: reading.then((error) => error ?? new Error('The stream of messages ended.')),
      activeAt: () => activeAt,
      stop: async () => {
        stopping = true;
        stream.destroy();
        await reading;
        await close();
      },
    };
  } catch (error) {
    await close();
    throw error;
  }
};

type Client = Consumer<Buffer, Buffer, Buffer, Buffer>;

/** How far a member has come in its partitions. */
type Places = {
  /** Of messages of one partition that are being taken, the last; what it returns commits them, unless the partition has been another's meanwhile. */
  begin: (last: Message) => () => Promise<void>;
  end: () => void;
};

/**
 * What a member took before its partition went to another may be committed after, as the client joins again and sends it for the new generation:
 * the group then stands where it once was, its lag wrong, until the next message comes. So a member commits nothing of a partition that it has lost
 * meanwhile, and, as a commit may be on its way then, each says from time to time how far it has come. The client's own list (`offsetsCommitted`)
 * does not serve: after a rebalance it holds how far was fetched.
 */
const keepPlaces = (consumer: Client, log: Log): Places => {
  const places = new Map<string, { topic: string; partition: number; offset: bigint }>();
  const underWay = new Set<string>();
  let owned = new Map<string, symbol>();
  let generation = consumer.generationId;
  let restoring: Promise<void> | null = null;
  /** A partition that was kept is the same tenure. */
  const own = (isUnbroken: boolean): void => {
    const names = (consumer.assignments ?? []).flatMap(({ topic, partitions }) =>
      partitions.map((partition) => placeOf({ topic, partition })),
    );
    const before = isUnbroken ? owned : new Map<string, symbol>();
    owned = new Map(names.map((place) => [place, before.get(place) ?? Symbol(place)]));
    for (const place of places.keys()) if (!before.has(place) || !owned.has(place)) places.delete(place);
  };
  const joined = (): void => {
    const isUnbroken = consumer.generationId === generation + 1;
    generation = consumer.generationId;
    own(isUnbroken);
  };
  own(false);
  consumer.on('consumer:group:join', joined);
  const restore = async (): Promise<void> => {
    const offsets = [...places].filter(([place]) => !underWay.has(place)).map(([, reached]) => ({ ...reached, leaderEpoch: -1 }));
    if (offsets.length > 0) await consumer.commit({ offsets });
  };
  const timer = setInterval(() => {
    if (restoring || !consumer.isActive()) return;
    restoring = restore()
      .catch((error: unknown) => log.debug({ err: error }, 'where a member stands could not be committed again'))
      .finally(() => {
        restoring = null;
      });
  }, RESTORE_MS);
  return {
    begin: (last) => {
      const { topic, partition, offset } = last;
      const place = placeOf(last);
      const tenure = owned.get(place);
      const isStillOwn = (): boolean => tenure !== undefined && owned.get(place) === tenure;
      underWay.add(place);
      return async () => {
        try {
          await restoring;
          if (!isStillOwn()) return;
          await last.commit();
          if (isStillOwn()) places.set(place, { topic, partition, offset: offset + 1n });
        } finally {
          underWay.delete(place);
        }
      };
    },
    end: () => {
      clearInterval(timer);
      consumer.off('consumer:group:join', joined);
    },
  };
};

const placeOf = ({ topic, partition }: { topic: string; partition: number }): string => `${topic}:${partition}`;

/** Takes and commits messages of one partition. */
type TakeChunk = (messages: readonly Message[], alive: () => Promise<void>) => Promise<void>;

/** Takes what has come, again and again, partition by partition; resolves with the reason when the stream ends. */
const readAll = async (stream: Stream, take: TakeChunk, isOver: () => boolean, active: () => void): Promise<unknown> => {
  const alive = async (): Promise<void> => {
    active();
    if (isOver()) throw new Error('The partition is not read any more.');
  };
  let failed: unknown;
  let wake = (): void => {};
  let ready = false;
  const signal = (): void => {
    ready = true;
    wake();
  };
  stream.on('readable', signal).on('close', signal).on('end', signal);
  stream.on('error', (error) => {
    failed = error;
    signal();
  });
  try {
    while (!isOver() && failed === undefined) {
      const messages = waiting(stream);
      if (messages.length > 0) await Promise.all([...Map.groupBy(messages, placeOf).values()].map((those) => take(those, alive)));
      else if (!ready) await new Promise<void>((resolve) => (wake = resolve));
      ready = messages.length > 0;
    }
    return failed;
  } catch (error) {
    return error;
  }
};

const waiting = (stream: Stream): Message[] => {
  const messages: Message[] = [];
  while (messages.length < CLIENT.chunk) {
    const message = stream.read() as Message | null;
    if (message === null) break;
    messages.push(message);
  }
  return messages;
};

const received = ({ topic, partition, offset, timestamp, key, value, headers }: Message): ReceivedRecord => ({
  topic,
  partition,
  offset: String(offset),
  timestamp: String(timestamp),
  key: key ?? null,
  value: value ?? null,
  headers: Object.fromEntries([...headers].map(([name, content]) => [String(name), content])),
});
