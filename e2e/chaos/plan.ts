import { createRandom, type Random } from './random.ts';
import { type Replica, replicas, type ServerName, serverNames } from './targets.ts';

/** What is done to whom; times in milliseconds from the start of the load. */
export type Fault = { at: number } & (
  | { kind: 'kill'; target: Replica | ServerName }
  /** SIGSTOP, and SIGCONT after `forMs`. */
  | { kind: 'freeze'; target: Replica | ServerName; forMs: number }
  /** No byte passes between the server and anybody for `forMs`, then all of them do. */
  | { kind: 'partition'; target: ServerName; forMs: number }
  /** What is connected to the server now is silent for `forMs`, then cut; new connections are served. */
  | { kind: 'half-open'; target: ServerName; forMs: number }
  /** Killed, and started again after `forMs`; nothing else is done meanwhile. */
  | { kind: 'away'; target: 'kafka'; forMs: number }
);

export type PlanSettings = { seed: number; minutes: number; kills: number; kafkaAwayMinutes: number };

const MINUTE = 60_000;
/** Before the first fault, after the last, and around Kafka's absence. */
const QUIET_MS = 20_000;
const FREEZES_PER_KILL = 0.25;
const CUTS_PER_KILL = 0.1;

/** The faults of a run, in order, from the seed alone. Kills go round: every process and server once before any a second time. */
export const planFaults = ({ seed, minutes, kills, kafkaAwayMinutes }: PlanSettings): Fault[] => {
  const random = createRandom(seed);
  const total = minutes * MINUTE;
  const awayMs = kafkaAwayMinutes * MINUTE;
  const away: Fault[] = awayMs > 0 ? [{ at: Math.round((total - awayMs) / 2), kind: 'away', target: 'kafka', forMs: awayMs }] : [];
  const spans = away.length > 0 ? aroundAway(total, away[0]?.at as number, awayMs) : [{ from: QUIET_MS, to: total - QUIET_MS }];
  const others = [
    ...Array.from({ length: Math.round(kills * FREEZES_PER_KILL) }, (): Action => freeze(random)),
    ...Array.from({ length: Math.round(kills * CUTS_PER_KILL) }, (): Action => cut(random)),
  ];
  const actions = mixedIn(random, killsInTurn(random, kills), random.shuffled(others));
  return [...spread(random, actions, spans), ...away].toSorted((one, other) => one.at - other.at);
};

type Action = Fault extends infer Each ? (Each extends Fault ? Omit<Each, 'at'> : never) : never;
type Span = { from: number; to: number };

const aroundAway = (total: number, at: number, forMs: number): Span[] => [
  { from: QUIET_MS, to: at - 2 * QUIET_MS },
  { from: at + forMs + 2 * QUIET_MS, to: total - QUIET_MS },
];

const killsInTurn = (random: Random, count: number): Action[] => {
  const deck: (Replica | ServerName)[] = [];
  while (deck.length < count) deck.push(...random.shuffled([...replicas, ...serverNames]));
  return deck.slice(0, count).map((target) => ({ kind: 'kill', target }));
};

const freeze = (random: Random): Action => ({
  kind: 'freeze',
  target: random.pick(random.next() < 0.75 ? replicas : serverNames),
  forMs: random.between(3_000, 15_000),
});

const cut = (random: Random): Action =>
  random.next() < 0.5
    ? { kind: 'partition', target: random.pick(serverNames), forMs: random.between(3_000, 12_000) }
    : { kind: 'half-open', target: random.pick(serverNames), forMs: 60_000 };

/** The others at even distances among the kills. */
const mixedIn = (random: Random, kills: readonly Action[], others: readonly Action[]): Action[] => {
  const places = [...kills.map((action, index) => ({ action, place: index / kills.length }))];
  for (const [index, action] of others.entries()) places.push({ action, place: (index + random.next()) / others.length });
  return places.toSorted((one, other) => one.place - other.place).map(({ action }) => action);
};

/** At even distances over the spans, each moved by up to a third of the distance. */
const spread = (random: Random, actions: readonly Action[], spans: readonly Span[]): Fault[] => {
  const length = spans.reduce((sum, { from, to }) => sum + Math.max(0, to - from), 0);
  const distance = length / Math.max(1, actions.length);
  return actions.map((action, index) => {
    let offset = (index + 0.5 + (random.next() - 0.5) / 1.5) * distance;
    for (const { from, to } of spans) {
      if (offset <= to - from) return { at: Math.round(from + offset), ...action };
      offset -= to - from;
    }
    return { at: Math.round(spans.at(-1)?.to ?? 0), ...action };
  });
};
