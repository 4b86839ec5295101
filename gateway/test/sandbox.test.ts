import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type Browser, chromium, type Page } from 'playwright-core';
import { describeOn } from '#kit/testing/describe-on.ts';
import { CHROMIUM } from '#kit/testing/installed.ts';
import { startGateway, type TestGateway } from './start-gateway.ts';
import { createYard, type Yard } from './yard.ts';

/** Where Apollo Sandbox runs: the page that the landing page embeds. */
const SANDBOX = 'https://sandbox.embed.apollographql.com';

/** Stands in for Apollo's script, which needs the internet: it notes what it is told. */
const STUB = 'window.EmbeddedSandbox = class { constructor(given) { window.given = given; } };';

describeOn('Chromium')('Apollo Sandbox in a browser', () => {
  let gateway: TestGateway;
  let yard: Yard;
  let browser: Browser;
  let page: Page;
  beforeAll(async () => {
    yard = createYard();
    gateway = await startGateway({ subgraphs: yard.subgraphs });
    const args = ['--no-sandbox', '--disable-gpu', '--disable-features=LocalNetworkAccessChecks,BlockInsecurePrivateNetworkRequests'];
    browser = await chromium.launch({ executablePath: CHROMIUM, args });
    page = await browser.newPage();
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    await gateway?.close();
  });

  it('is told where the graph is by the landing page, which loads Apollo’s script and a font from elsewhere', async () => {
    const asked = new Set<string>();
    await page.route(/^https:/, (route) => {
      asked.add(new URL(route.request().url()).hostname);
      return route.fulfill({ contentType: 'text/javascript', body: STUB });
    });
    await page.goto(`${gateway.url}/graphql`);
    await page.waitForFunction('window.given !== undefined');
    const given = (await page.evaluate('JSON.parse(JSON.stringify(window.given))')) as { initialEndpoint: string };
    expect(given.initialEndpoint).toBe(`${gateway.url}/graphql`);
    expect([...asked].filter((host) => !/\.(apollographql|gstatic|googleapis)\.com$/.test(host))).toEqual([]);
  }, 60_000);

  it('may introspect, ask and subscribe from its own origin', async () => {
    await page.unroute(/^https:/);
    await page.route(`${SANDBOX}/`, (route) => route.fulfill({ contentType: 'text/html', body: '<title>Sandbox</title>' }));
    yard.setPulse({ count: 41, version: 2 });
    await page.goto(`${SANDBOX}/`);
    const answers = await page.evaluate(
      async ([url, query, subscription]: string[]) => {
        const response = await fetch(url as string, {
          method: 'POST',
          headers: { 'content-type': 'application/json', 'apollo-require-preflight': 'true', authorization: 'Bearer none' },
          body: JSON.stringify({ query }),
        });
        const socket = new WebSocket((url as string).replace('http', 'ws'), 'graphql-transport-ws');
        const pushed = await new Promise((resolve, reject) => {
          socket.onerror = reject;
          socket.onopen = () => socket.send('{"type":"connection_init"}');
          socket.onmessage = ({ data }) => {
            const message = JSON.parse(data);
            if (message.type === 'connection_ack')
              socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload: { query: subscription } }));
            if (message.type === 'next') resolve(message.payload.data);
          };
        });
        socket.close();
        return { asked: (await response.json()).data, pushed };
      },
      [
        `${gateway.url}/graphql`,
        '{ __schema { queryType { name } } event(id: "1") { title } }',
        'subscription { pulse(id: "7") { count } }',
      ],
    );
    expect(answers).toEqual({
      asked: { __schema: { queryType: { name: 'Query' } }, event: { title: 'Event 1' } },
      pushed: { pulse: { count: 41 } },
    });
  }, 60_000);
});
