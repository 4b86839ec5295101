import { setImmediate as nextTurn } from 'node:timers/promises';
import type { GraphQLError } from 'graphql';
import type { Language } from '#schema/errors.ts';
import type { LiveKind } from '../subscription-fields.ts';
import { type Bounds, createDelivery, type Delivery } from './delivery.ts';
import { createHistory } from './history.ts';
import type { LiveMetrics } from './live-metrics.ts';
import type { Outlet } from './outlet.ts';
import type { Payload } from './payload.ts';

/** Everybody who follows one channel. */
export type Audience = {
  readonly size: number;
  /** Where a feed that was to begin now has begun. */
  beginsAfter(cursor: unknown): void;
  /**
   * Whether it can serve who wants to begin after a cursor: without a gap and without a repeat. Who wants to begin now is served by a feed
   * that began so and is not held up: any other may have items on its way that came long before.
   */
  knows(after: unknown): boolean;
  /** Adds a subscriber, who gets the present state, or a feed's items behind its cursor, at once. Returns the way to leave. */
  join(joining: Listener): () => void;
  /**
   * Gives everybody a message; resolves when a feed's next one may follow. A newer state overtakes one that is still on its way round;
   * a feed with one subscriber goes as fast as that one takes it, so that who resumes far back catches up. Nothing else waits for a client.
   */
  give(payload: Payload): Promise<void>;
  end(errors?: readonly GraphQLError[]): Promise<void>;
};

/** Who joins an audience. */
export type Listener = {
  outlet: Outlet;
  /** The cursor that a feed is to begin after. */
  after: unknown;
  language: Language;
  /** Called once when it is none any more, whoever ended that. */
  onGone: () => void;
};

export type AudienceOptions = {
  kind: LiveKind['kind'];
  /** Where the feed itself began. */
  begin: unknown;
  bounds: Bounds;
  metrics: LiveMetrics;
  onEmpty: () => void;
};

/** So many get a message before the process may do something else. */
const TURN = 250;

export const createAudience = (options: AudienceOptions): Audience => {
  const { kind, begin, bounds, metrics, onEmpty } = options;
  const isLive = kind === 'live';
  const members = new Map<Delivery, Listener['onGone']>();
  const history = createHistory(begin);
  let present: Payload | null = null;
  let round: Promise<void> | null = null;
  const beganNow = !isGiven(begin);
  let isHeldUp = false;
  const remove = (delivery: Delivery): void => {
    const onGone = members.get(delivery);
    if (!members.delete(delivery)) return;
    onGone?.();
    metrics.subscriptions.dec();
    if (members.size === 0) onEmpty();
  };
  /** Who joins during a round has its message already: a live value is not taken twice, of anything else nobody new is looked at. */
  const listeners = (): Iterable<Delivery> => (isLive ? members.keys() : [...members.keys()]);
  const goRound = async (newest: () => Payload): Promise<void> => {
    let payload: Payload;
    do {
      payload = newest();
      let given = 0;
      for (const member of listeners()) {
        if (isLive || members.has(member)) member.offer(newest());
        if (++given % TURN === 0) await nextTurn();
      }
      metrics.lag.observe((performance.now() - payload.since) / 1_000);
    } while (payload !== newest());
  };
  const giveLatest = async (payload: Payload): Promise<void> => {
    present = payload;
    round ??= goRound(() => present!).finally(() => {
      round = null;
    });
  };
  const giveItem = async (payload: Payload): Promise<void> => {
    history.push(payload);
    await goRound(() => payload);
    isHeldUp = false;
    const [only] = members.keys();
    if (kind !== 'feed' || members.size !== 1) return;
    isHeldUp = true;
    isHeldUp = await only!.taken();
  };
  return {
    get size() {
      return members.size;
    },
    beginsAfter: (cursor) => {
      history.beginsAfter(cursor);
      for (const member of members.keys()) member.beginsAfter(cursor);
    },
    knows: (after) => kind !== 'feed' || (isGiven(after) ? history.after(after) !== null : beganNow && !isHeldUp),
    join: ({ outlet, after, language, onGone }) => {
      const delivery = createDelivery({
        kind,
        outlet,
        from: after ?? history.newest,
        bounds,
        language,
        onSent: () => metrics.messages.inc(),
        onDrop: (dropped) => metrics.drops.inc({ kind: dropped }),
        onClosed: () => remove(delivery),
      });
      members.set(delivery, onGone);
      metrics.subscriptions.inc();
      if (present) delivery.offer(present);
      for (const payload of history.after(after) ?? []) delivery.offer(payload);
      return () => {
        delivery.leave();
        remove(delivery);
      };
    },
    give: isLive ? giveLatest : giveItem,
    end: async (errors) => {
      await round;
      for (const member of [...members.keys()]) {
        remove(member);
        member.end(errors);
      }
    },
  };
};

/** Whether a cursor says where. */
export const isGiven = (cursor: unknown): boolean => cursor !== undefined && cursor !== null;
