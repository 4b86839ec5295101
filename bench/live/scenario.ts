/** What is measured: so many subscribers of one value, or each of a value of its own. */
export type Scenario = {
  name: string;
  subscribers: number;
  /** Each subscriber has a value of its own, and an account. */
  isPersonal: boolean;
};

export const scenarios: readonly Scenario[] = [
  { name: '1,000 of one eventPulse', subscribers: 1_000, isPersonal: false },
  { name: '10,000 of one eventPulse', subscribers: 10_000, isPersonal: false },
  { name: '1,000 of different eventDashboards', subscribers: 1_000, isPersonal: true },
];

export const PULSE =
  'subscription EventPulse($eventId: ID!) { eventPulse(eventId: $eventId) { participantCount status version event { id title } } }';
/** The same as its subgraph is asked it. */
export const PULSE_AND_KEY =
  'subscription ($eventId: ID!) { eventPulse(eventId: $eventId) { participantCount status version event { id } } }';
export const DASHBOARD =
  'subscription EventDashboard($eventId: ID!) { eventDashboard(eventId: $eventId) { participants totalViews totalCost revenue version updatedAt event { id title status } channels { channel impressions participants cost } } }';

const TICKS_PER_MS = 10;

/** A version is the moment of its commit: tenths of a millisecond since an epoch that all processes of a run share. */
export const versionNow = (epoch: number): number => Math.round((performance.timeOrigin + performance.now() - epoch) * TICKS_PER_MS);

export const millisecondsOf = (versions: number): number => versions / TICKS_PER_MS;
