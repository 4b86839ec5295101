import { beforeEach } from '@jest/globals';
import type { Message } from '../define-event.ts';
import type { Reaction } from '../reaction.ts';
import { type DeliverySetUp, setUpDelivery } from './delivery-set-up.ts';
import type { TestService } from './test-delivery.ts';

export type InboxSetUp = Omit<DeliverySetUp, 'service'> & {
  /** The service of the running test, whose schema is the test's own. */
  readonly here: TestService;
  /** Another process of it. */
  replica: () => Promise<TestService>;
  put: (reactions: readonly Reaction<null>[], ...messages: Message[]) => Promise<void>;
  /** How many messages wait. */
  waiting: () => Promise<number>;
};

/** What tests of the inbox and its workers run on. */
export const setUpInbox = (): InboxSetUp => {
  const delivery = setUpDelivery();
  let count = 0;
  let here: TestService;
  const replica = () => delivery.service(`service_${count}`);
  beforeEach(async () => {
    count += 1;
    here = await replica();
  });
  return {
    ...delivery,
    get here() {
      return here;
    },
    replica,
    put: (reactions, ...messages) => here.inbox(reactions).put(messages),
    waiting: async () => (await here.database.sql('select 1 from inbox where done_at is null and parked_at is null')).length,
  };
};

/** Messages of a key, as the bus brings them. */
export const ticks = (key: string, numbers: readonly number[]): Message[] =>
  numbers.map((n) => ({
    id: `${key}/${n}`,
    type: 'test.tick',
    source: '/madang/test',
    time: new Date(0).toISOString(),
    key,
    data: { key, n },
  }));
