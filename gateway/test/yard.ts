import { decodeJwt } from 'jose';
import { beginsAfter } from '#kit/feed-begin.ts';
import { createMailbox, type Mailbox } from '../live/mailbox.ts';
import type { SmallSubgraph } from './case.ts';
import { coded, LIVE } from './small-graph.ts';

type Pulse = { count: number; version: number; note?: string };
type Headers = { headers: Record<string, string | undefined> };

/** Two small subgraphs with live state that a test drives: `events` owns events, `counts` what happens at them. */
export const createYard = ({ tellsBegin = true }: { /** Whether its feed says where it begins. */ tellsBegin?: boolean } = {}) => {
  const watchers = new Map<Mailbox<unknown>, string>();
  const entries: { cursor: string; name: string }[] = [];
  let pulse: Pulse = { count: 0, version: 1 };
  let subscribed = 0;
  const watch = <Value>(field: string, first: Value[]): Mailbox<Value> => {
    const mailbox = createMailbox<Value>('all', () => void watchers.delete(mailbox as Mailbox<unknown>));
    watchers.set(mailbox as Mailbox<unknown>, field);
    subscribed++;
    for (const value of first) mailbox.push(value);
    return mailbox;
  };
  const tell = (values: Record<string, unknown>): void => {
    for (const [mailbox, field] of watchers) if (field in values) mailbox.push(values);
  };
  return {
    subgraphs: { events: eventsSubgraph, counts: countsSubgraph({ watch, pulse: () => pulse, entries, tellsBegin }) },
    /** How often somebody has subscribed, and who still is. */
    subscriptions: () => ({ total: subscribed, open: watchers.size }),
    setPulse: (next: Pulse, { told = true } = {}): void => {
      pulse = next;
      if (told) tell({ pulse: next, publicPulse: next, mine: next });
    },
    enter: (name: string): void => {
      const entry = { cursor: String(entries.length + 1), name };
      entries.push(entry);
      tell({ entered: entry });
    },
    /** How many have entered. */
    entered: (): number => entries.length,
    say: (text: string): void => tell({ said: { text } }),
    complete: (): void => {
      for (const mailbox of watchers.keys()) mailbox.end();
      watchers.clear();
    },
  };
};

export type Yard = ReturnType<typeof createYard>;

const eventsSubgraph: SmallSubgraph = {
  sdl: `${LIVE}
    type Query { event(id: ID!): Event whoAmI: String broken: String me: String }
    type Mutation { logIn(email: String!): String publish(title: String!): String }
    type Event @key(fields: "id") { id: ID! title: String! owner: String same: Event! }
  `,
  resolvers: {
    Query: {
      event: (_: unknown, { id }: { id: string }) => ({ id }),
      whoAmI: (_: unknown, __: unknown, { headers }: Headers) => JSON.stringify(identityOf(headers)),
      me: (_: unknown, __: unknown, { headers }: Headers) => headers.authorization ?? refuse(),
      broken: () => {
        throw new Error('relation "secret_table" does not exist');
      },
    },
    Mutation: { logIn: (_: unknown, { email }: { email: string }) => email, publish: (_: unknown, { title }: { title: string }) => title },
    Event: {
      same: ({ id }: { id: string }) => ({ id }),
      title: ({ id }: { id: string }) => `Event ${id}`,
      owner: (_: unknown, __: unknown, { headers }: Headers) => (headers.authorization ? 'known' : null),
    },
  },
};

/** The account that a subgraph answers to. */
const viewer = (_: unknown, __: unknown, { headers }: Headers): string | null =>
  headers.authorization ? String(decodeJwt(headers.authorization.replace('Bearer ', '')).sub) : null;

const identityOf = ({ authorization, 'x-token-refused': refused }: Headers['headers']) => ({ known: authorization !== undefined, refused });

const refuse = (): never => {
  throw coded('UNAUTHENTICATED');
};

type Source = {
  watch: <Value>(field: string, first: Value[]) => Mailbox<Value>;
  pulse: () => Pulse;
  entries: { cursor: string; name: string }[];
  tellsBegin: boolean;
};

const countsSubgraph = ({ watch, pulse, entries, tellsBegin }: Source): SmallSubgraph => ({
  sdl: `${LIVE}
    type Query { total: Int! }
    type Subscription {
      pulse(id: ID!): Pulse! @live
      publicPulse(id: ID!): Pulse! @live @cacheControl(scope: PUBLIC)
      mine: Pulse! @live
      entered(after: String): Entry! @feed
      said: Saying!
    }
    type Pulse { event: Event count: Int! version: Int! seenBy: String! viewer: String note: String }
    type Entry { cursor: String! name: String! event: Event viewer: String }
    type Saying { text: String! event: Event }
    type Event @key(fields: "id") { id: ID! count: Int }
  `,
  resolvers: {
    Query: { total: () => pulse().count },
    Event: { count: () => pulse().count },
    Subscription: {
      pulse: { subscribe: () => watch('pulse', [{ pulse: pulse() }]) },
      publicPulse: { subscribe: () => watch('publicPulse', [{ publicPulse: pulse() }]) },
      mine: {
        subscribe: (_: unknown, __: unknown, { headers }: Headers) =>
          headers.authorization ? watch('mine', [{ mine: pulse() }]) : refuse(),
      },
      entered: {
        subscribe: (_: unknown, { after }: { after?: string }) => {
          const behind = after === undefined ? [] : entries.slice(Number(after)).map((entered) => ({ entered }));
          return beginsAfter(watch('entered', behind), tellsBegin ? (after ?? String(entries.length)) : null);
        },
      },
      said: { subscribe: () => watch('said', []) },
    },
    Pulse: {
      event: () => ({ id: '7' }),
      viewer,
      seenBy: (_: unknown, __: unknown, { headers }: Headers) => JSON.stringify(identityOf(headers)),
    },
    Saying: { event: () => ({ id: '7' }) },
    Entry: { event: () => ({ id: '7' }), viewer },
  },
});
