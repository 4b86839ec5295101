import type { Data } from '../client.ts';
import { follow } from './follow.ts';
import type { Push } from './history.ts';
import type { Load } from './load.ts';
import type { Session } from './session.ts';

const PULSE = 'subscription ($eventId: ID!) { eventPulse(eventId: $eventId) { participantCount version } }';
const DASHBOARD = 'subscription ($eventId: ID!) { eventDashboard(eventId: $eventId) { participants version } }';
const FEED =
  'subscription ($eventId: ID!, $after: String) { participantRegistered(eventId: $eventId, after: $after) { cursor node { entryNumber } } }';

/** Everybody who watches one event. */
export type Audience = {
  eventId: string;
  /** Who has not been shown so many participants. */
  behind: (participants: number) => string[];
  stop: () => Promise<void>;
};

/** A person on the event's page at each gateway, the owner's dashboard, and the owner's list of participants from the first on. */
export const watchEvent = (load: Load, eventId: string, session: Session): Audience => {
  const stopping = new AbortController();
  const watchers = [
    watch(load, { of: 'pulse', eventId, gateway: () => load.gateways[0] }, stopping.signal),
    watch(load, { of: 'pulse', eventId, gateway: () => load.gateways[1] }, stopping.signal),
    watch(load, { of: 'dashboard', eventId, gateway: load.frontEnd.gateway, session }, stopping.signal),
    watch(load, { of: 'feed', eventId, gateway: load.frontEnd.gateway, session }, stopping.signal),
  ];
  return {
    eventId,
    behind: (participants) => watchers.filter((watcher) => watcher.shown() < participants).map(({ name }) => name),
    stop: async () => {
      stopping.abort();
      await Promise.all(watchers.map(({ ended }) => ended));
    },
  };
};

type Watched = { of: Push['of']; eventId: string; gateway: () => string; session?: Session };

const watch = ({ history, next }: Load, { of, eventId, gateway, session }: Watched, signal: AbortSignal) => {
  const watcher = `${of}-${next()}`;
  let connection = 0;
  let shown = 0;
  let cursor = '0';
  history.add({ record: 'watching', of, watcher, eventId, after: 0, at: history.now() });
  const onValue = (value: Data): void => {
    const facts = of === 'feed' ? { entryNumber: value.node.entryNumber } : { participants: countOf(value), version: value.version };
    cursor = value.cursor ?? cursor;
    shown = facts.entryNumber ?? facts.participants ?? 0;
    history.add({ record: 'push', of, watcher, eventId, connection, at: history.now(), ...facts });
  };
  const ended = follow(
    {
      gateway,
      token: session?.token,
      text: { pulse: PULSE, dashboard: DASHBOARD, feed: FEED }[of],
      variables: () => ({ eventId, ...(of === 'feed' ? { after: cursor } : {}) }),
      onConnect: () => void connection++,
      onValue,
    },
    signal,
  );
  return { name: watcher, shown: () => shown, ended };
};

const countOf = (value: Data): number => value.participantCount ?? value.participants;
