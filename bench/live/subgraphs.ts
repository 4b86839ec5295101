import { readFileSync } from 'node:fs';
import { fastify } from 'fastify';
import { createMailbox, type Mailbox } from '#gateway/live/mailbox.ts';
import { createSubgraph } from '#kit/subgraph.ts';
import { serveSubgraph } from '#kit/subgraph-server.ts';
import { versionNow } from './scenario.ts';

/** The subgraphs that live state is made of, answered from memory: their real schemas over the wire that services speak. Changes when its parent says so. */
const epoch = Number(process.env.EPOCH);
const counts = { subscriptions: 0, executions: 0 };
const watchers = new Map<string, Set<Mailbox<unknown>>>();
const versions = new Map<string, number>();

const pulse = (eventId: string) => ({
  participantCount: versions.get(eventId) ?? 0,
  status: 'OPEN',
  version: versions.get(eventId) ?? 0,
  event: { id: eventId },
});

const dashboard = (eventId: string) => ({
  participants: 120,
  totalViews: 48_000,
  totalCost: '150000.00',
  revenue: '1230000.00',
  version: versions.get(eventId) ?? 0,
  updatedAt: new Date(),
  event: { id: eventId },
  channels: ['GENIE_TV', 'SNS', 'RINGO_BIZ'].map((channel) => ({ channel, impressions: 16_000, participants: 40, cost: '50000.00' })),
});

const watch =
  (field: string, state: (eventId: string) => object) =>
  (_: unknown, { eventId }: { eventId: string }) => {
    counts.subscriptions++;
    const own = watchers.get(eventId) ?? new Set();
    const mailbox = createMailbox<unknown>('latest', () => {
      own.delete(mailbox);
      counts.subscriptions--;
    });
    watchers.set(eventId, own.add(mailbox));
    mailbox.push({ [field]: state(eventId) });
    return mailbox;
  };

const change = (eventId: string): number => {
  const version = versionNow(epoch);
  versions.set(eventId, version);
  for (const mailbox of watchers.get(eventId) ?? []) mailbox.push({ eventPulse: pulse(eventId), eventDashboard: dashboard(eventId) });
  return version;
};

const resolvers: Record<string, object> = {
  participation: { Subscription: { eventPulse: { subscribe: watch('eventPulse', pulse) } } },
  analytics: { Subscription: { eventDashboard: { subscribe: watch('eventDashboard', dashboard) } } },
  event: {
    Event: {
      __resolveReference: ({ id }: { id: string }) => {
        counts.executions++;
        return { id, title: '가을맞이 커피 한 잔', status: 'OPEN' };
      },
    },
  },
};

const urls: Record<string, string> = {};
for (const [name, own] of Object.entries(resolvers)) {
  const app = fastify();
  const typeDefs = readFileSync(new URL(`../../subgraphs/${name}/schema.graphql`, import.meta.url), 'utf8');
  const subgraph = createSubgraph({ name, typeDefs, resolvers: own, contextFor: async () => () => ({}), formatError: (error) => error });
  serveSubgraph(app, subgraph, process.env.SECRET ?? '');
  urls[name] = `${await app.listen({ port: 0, host: '127.0.0.1' })}/graphql`;
}
process.on('message', ({ change: ids }: { change?: string[] }) => process.send?.(ids ? ids.map((id) => [id, change(id)]) : { ...counts }));
process.send?.(urls);
