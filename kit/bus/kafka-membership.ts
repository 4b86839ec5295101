import { backoffMs } from '../backoff.ts';
import type { Log } from '../log.ts';
import { createWakeable } from '../wakeable.ts';
import { within } from '../within.ts';
import type { Membership } from './bus.ts';
import type { Consumption, KafkaDriver, Subscription } from './kafka-driver.ts';

export type KafkaMembership = Membership & {
  subscription: Subscription;
  /** Milliseconds since an answer to a fetch came, or since the start. */
  silentMs(): number;
};

/** The cap adds to every absence of Kafka. */
const BACKOFF = { firstMs: 200, capMs: 2_000 };
const CHECK_MS = 5_000;
/** A member that has fetched nothing for so long is given up for a new one. */
const SILENT_MS = 45_000;
const LEAVE_MS = 8_000;

/** Keeps a member of a group at work for ever: a new one takes the place of one that died, fell silent, or could not join. */
export const keepConsuming = (driver: KafkaDriver, subscription: Subscription, log: Log): KafkaMembership => {
  const work = createWakeable();
  let left = false;
  let activeAt = Date.now();
  let present: Consumption | undefined;

  const silentMs = (): number => Date.now() - Math.max(activeAt, present?.activeAt() ?? 0);

  const serve = async (): Promise<void> => {
    await driver.createTopics(subscription.topics);
    const consumption = await driver.consume(subscription);
    present = consumption;
    let died = false;
    let reason: unknown = new Error(`Nothing was fetched for ${SILENT_MS} ms.`);
    const begunAt = Date.now();
    consumption.died.then((error) => {
      died = true;
      reason = error;
      work.wake();
    });
    while (!left && !died && (silentMs() < SILENT_MS || Date.now() - begunAt < SILENT_MS)) await work.pause(CHECK_MS);
    activeAt = Math.max(activeAt, consumption.activeAt());
    present = undefined;
    await within(LEAVE_MS, 'Leaving the group', consumption.stop()).catch((error: unknown) =>
      log.debug({ err: error }, 'a member did not leave'),
    );
    if (!left) throw reason;
  };

  const loop = async (): Promise<void> => {
    for (let failures = 1; !left; failures++) {
      const begunAt = Date.now();
      await serve().catch((error: unknown) =>
        log.warn({ err: error, group: subscription.group }, 'the consumer ended and is started again'),
      );
      if (Date.now() - begunAt > SILENT_MS) failures = 1;
      if (!left) await work.pause(backoffMs(BACKOFF, failures));
    }
  };
  const looping = loop();

  return {
    subscription,
    silentMs,
    behind: async () => {
      const lags = await driver.lag(subscription.group, subscription.topics);
      return subscription.topics.reduce((sum, topic) => sum + (lags.get(topic) ?? 0), 0);
    },
    leave: async () => {
      left = true;
      work.wake();
      await within(LEAVE_MS + 1_000, 'Leaving the group', looping).catch((error: unknown) =>
        log.warn({ err: error }, 'a consumer did not end'),
      );
    },
  };
};
