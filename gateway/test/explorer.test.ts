import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Browser, chromium } from 'playwright-core';
import { describeOn } from '#kit/testing/describe-on.ts';
import { eventually } from '#kit/testing/eventually.ts';
import { CHROMIUM } from '#kit/testing/installed.ts';
import { startGateway, type TestGateway } from './start-gateway.ts';
import { createYard, type Yard } from './yard.ts';

let gateway: TestGateway;
let yard: Yard;
beforeAll(async () => {
  yard = createYard();
  gateway = await startGateway({ subgraphs: yard.subgraphs });
});
afterAll(() => gateway.close());

describe('the explorer', () => {
  it('is one page that names nothing to load from elsewhere', async () => {
    const response = await fetch(`${gateway.url}/explorer`);
    const html = await response.text();
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(html.match(/<(script|link|img|iframe)\b[^>]*\b(src|href)=["'](https?:)?\/\/[^"']*/g)).toBeNull();
    expect(html.match(/@import\b[^;]*|url\((["']?)(https?:)?\/\/[^)]*\)/g)).toBeNull();
    expect(html).toContain('"subscriptionsProtocol":"WS"');
  });

  it('comes compressed to those who take it so', async () => {
    const ask = (encoding: string) => fetch(`${gateway.url}/explorer`, { headers: { 'accept-encoding': encoding } });
    const page = await (await ask('identity')).text();
    for (const encoding of ['gzip, deflate, br', 'br, gzip']) {
      const response = await ask(encoding);
      expect(response.headers.get('content-encoding')).toBe('gzip');
      expect(Number(response.headers.get('content-length'))).toBeLessThan(page.length / 2);
      expect(await response.text()).toBe(page);
    }
    for (const encoding of ['br', 'gzip;q=0']) expect((await ask(encoding)).headers.get('content-encoding')).toBeNull();
  });

  it('is sent once to a browser that keeps it', async () => {
    const first = await fetch(`${gateway.url}/explorer`, { method: 'HEAD' });
    const etag = first.headers.get('etag') ?? '';
    expect([etag, first.headers.get('cache-control')]).toEqual([expect.stringMatching(/^W\/"[\w-]{43}"$/), 'no-cache']);
    const ask = async (known: string) => {
      const response = await fetch(`${gateway.url}/explorer`, { headers: { 'if-none-match': known } });
      return [response.status, response.headers.get('etag'), (await response.text()).length > 0];
    };
    expect(await ask(`"another", ${etag}`)).toEqual([304, etag, false]);
    expect(await ask('"another"')).toEqual([200, etag, true]);
  });

  it('is not served in production, where / leads nowhere either', async () => {
    const production = await startGateway({ subgraphs: createYard().subgraphs, config: { NODE_ENV: 'production' } });
    const statuses = await Promise.all(['/explorer', '/'].map(async (path) => (await fetch(`${production.url}${path}`)).status));
    await production.close();
    expect(statuses).toEqual([404, 404]);
  });

  it('has a neighbour that / leads to: Apollo Sandbox at /graphql', async () => {
    const { status, headers } = await fetch(`${gateway.url}/`, { redirect: 'manual' });
    expect([status, headers.get('location')]).toEqual([302, '/graphql']);
    expect(await (await fetch(`${gateway.url}/`, { headers: { accept: 'text/html' } })).text()).toMatch('EmbeddedSandbox');
  });
});

describeOn('Chromium')('the explorer in a browser', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox', '--disable-gpu'] });
  }, 60_000);
  afterAll(() => browser.close());

  it('runs a live subscription over graphql-transport-ws and asks no other host', async () => {
    const page = await browser.newPage();
    const asked = new Set<string>();
    const sockets: string[] = [];
    page.on('request', (request) => asked.add(new URL(request.url()).origin));
    page.on('websocket', (socket) => sockets.push(socket.url()));
    yard.setPulse({ count: 41, version: 2 });
    const query = 'subscription { pulse(id: "7") { count event { title } } }';
    await page.goto(`${gateway.url}/explorer?query=${encodeURIComponent(query)}`);
    await page.getByRole('button', { name: /execute query/i }).click();
    const answer = page.locator('.graphiql-response');
    await answer.getByText('41').waitFor();
    yard.setPulse({ count: 42, version: 3 });
    await answer.getByText('42').waitFor();
    expect(sockets).toEqual([`${gateway.url.replace('http', 'ws')}/graphql`]);
    expect([...asked].filter((origin) => /^https?:/.test(origin))).toEqual([gateway.url]);
    await page.close();
    await eventually(() => yard.subscriptions().open === 0);
  }, 60_000);
});
