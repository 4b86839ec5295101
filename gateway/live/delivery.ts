import { GraphQLError } from 'graphql';
import { endingMessages, type Language } from '#schema/errors.ts';
import type { LiveKind } from '../subscription-fields.ts';
import type { Outlet } from './outlet.ts';
import type { Payload } from './payload.ts';

/** How many bytes may wait for one client. */
export type Bounds = {
  /** Beyond, a live value keeps only its latest state. */
  liveBytes: number;
  /** Beyond, a feed is closed with the cursor to resume from. */
  feedBytes: number;
};

export const standardBounds: Bounds = { liveBytes: 16 * 1024, feedBytes: 1024 * 1024 };

const PATIENCE_MS = 1_000;

/** One subscriber of a channel, held to its bounds. */
export type Delivery = {
  /** Gives it a message, unless it has it already. */
  offer(payload: Payload): void;
  /** Where a feed has begun that was to begin now. */
  beginsAfter(cursor: unknown): void;
  /** Resolves when the client has taken what it was given, or has not for a while; tells whether that had to be waited for. */
  taken(): Promise<boolean>;
  /** Ends after what it was given. */
  end(errors?: readonly GraphQLError[]): void;
  /** The client has left: it gets nothing that was held for it. */
  leave(): void;
};

export type DeliveryOptions = {
  kind: LiveKind['kind'];
  outlet: Outlet;
  bounds: Bounds;
  /** The subscriber's. */
  language: Language;
  /** The cursor to resume a feed from when nothing was given yet; undefined when it is not known. */
  from: unknown;
  onSent: () => void;
  /** A state was overtaken, or a feed closed, because the client is slow. */
  onDrop: (kind: LiveKind['kind']) => void;
  /** It ended by itself: beyond its bound. */
  onClosed: () => void;
};

export const createDelivery = (options: DeliveryOptions): Delivery => (options.kind === 'live' ? latestOnly(options) : everyItem(options));

/** A slow client gets the newest state when it has taken what waits; the states between are dropped. */
const latestOnly = ({ kind, outlet, bounds, onSent, onDrop }: DeliveryOptions): Delivery => {
  let last: Payload | null = null;
  let held: Payload | null = null;
  let ending: { errors?: readonly GraphQLError[] } | null = null;
  const send = (payload: Payload): void => {
    outlet.send(payload);
    onSent();
  };
  const release = (): void => {
    // Another operation of its client may have been quicker.
    if (held && outlet.waitingBytes() > bounds.liveBytes) return void outlet.whenDrained(release);
    const payload = held;
    held = null;
    if (payload) send(payload);
    if (ending) outlet.end(ending.errors);
  };
  return {
    offer: (payload) => {
      if (payload === last) return;
      last = payload;
      if (held) {
        onDrop(kind);
        held = payload;
      } else if (outlet.waitingBytes() > bounds.liveBytes) {
        held = payload;
        outlet.whenDrained(release);
      } else send(payload);
    },
    beginsAfter: () => {},
    taken: async () => false,
    end: (errors) => {
      ending = { errors };
      if (!held) outlet.end(errors);
    },
    leave: () => {
      held = null;
    },
  };
};

const everyItem = ({ kind, outlet, bounds, language, from, onSent, onDrop, onClosed }: DeliveryOptions): Delivery => {
  let after: unknown;
  let closed = false;
  const moveTo = (cursor: unknown, isBegin: boolean): void => {
    if (kind !== 'feed' || cursor === undefined) return;
    after = cursor;
    outlet.resumesAfter?.(cursor, isBegin);
  };
  moveTo(from, true);
  return {
    offer: (payload) => {
      if (closed) return;
      if (outlet.waitingBytes() > bounds.feedBytes) {
        closed = true;
        onDrop(kind);
        outlet.end([tooSlow(kind, language, after)]);
        return onClosed();
      }
      moveTo(payload.position, false);
      outlet.send(payload);
      onSent();
    },
    beginsAfter: (cursor) => {
      if (after === undefined) moveTo(cursor, true);
    },
    taken: async () => {
      if (outlet.waitingBytes() <= bounds.liveBytes) return false;
      const { promise, resolve } = Promise.withResolvers<void>();
      const impatience = setTimeout(resolve, PATIENCE_MS);
      outlet.whenDrained(resolve);
      await promise;
      clearTimeout(impatience);
      return true;
    },
    end: (errors) => {
      if (!closed) outlet.end(errors);
    },
    leave: () => {
      closed = true;
    },
  };
};

/** `extensions.after` is the cursor of the last item on its way to the client. */
const tooSlow = (kind: LiveKind['kind'], language: Language, after: unknown): GraphQLError =>
  new GraphQLError(endingMessages[kind === 'feed' ? 'FEED_TOO_SLOW' : 'TOO_SLOW'][language], {
    extensions: { code: 'SERVICE_UNAVAILABLE', reason: 'TOO_SLOW', ...(after === undefined ? {} : { after }) },
  });
