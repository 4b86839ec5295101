import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { serverAudits } from 'graphql-http';
import { startGateway, type TestGateway } from './start-gateway.ts';
import { createYard } from './yard.ts';

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startGateway({ subgraphs: createYard().subgraphs });
});
afterAll(() => gateway.close());

/** The audits know nothing of CSRF prevention: their GETs get the header that asks for a preflight. */
const preflighted: typeof fetch = (url, init) =>
  fetch(url, {
    ...init,
    headers: { ...(init?.headers as Record<string, string>), ...(init?.method === 'POST' ? {} : { 'apollo-require-preflight': '1' }) },
  });

const audits = serverAudits({ url: () => `${gateway.url}/graphql`, fetchFn: preflighted });

describe('GraphQL over HTTP, audited by graphql-http', () => {
  it('has the 61 audits', () => {
    expect(audits).toHaveLength(61);
  });

  it.each(audits.map((audit) => [`${audit.id} ${audit.name}`, audit] as const))('%s', async (_title, audit) => {
    expect(await audit.fn()).toMatchObject({ status: 'ok' });
  });
});
