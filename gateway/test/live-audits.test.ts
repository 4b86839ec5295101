import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { AuditTarget } from './audits/audit.ts';
import { eventStreamAudits } from './audits/event-stream-audits.ts';
import { transportWsAudits } from './audits/transport-ws-audits.ts';
import { startGateway, type TestGateway } from './start-gateway.ts';
import { createYard, type Yard } from './yard.ts';

let gateway: TestGateway;
let yard: Yard;
let version = 1;
beforeAll(async () => {
  yard = createYard();
  gateway = await startGateway({ subgraphs: yard.subgraphs, config: { SOCKET_INIT_MS: 300, CONNECTIONS_PER_ADDRESS: 2_000 } });
});
afterAll(() => gateway.close());

const target: AuditTarget = {
  url: () => `${gateway.url}/graphql`,
  query: '{ total }',
  mutation: 'mutation { publish(title: "x") }',
  subscription: 'subscription { pulse(id: "7") { count version } }',
  emit: () => {
    version++;
    yard.setPulse({ count: version, version });
  },
  endSources: () => yard.complete(),
  openSources: () => yard.subscriptions().open,
  session: async () => {
    const { token, sessionId } = await gateway.session();
    return { authorization: `Bearer ${token}`, revoke: () => gateway.revoke(sessionId) };
  },
};

describe.each([
  ['graphql-transport-ws', transportWsAudits(target)],
  ['GraphQL over SSE', eventStreamAudits(target)],
])('%s, audited', (_protocol, audits) => {
  it.each(audits.map(({ id, name, fn }) => [`${id} ${name}`, fn] as const))(
    '%s',
    async (_title, fn) => {
      await expect(fn()).resolves.toBeUndefined();
    },
    30_000,
  );
});
