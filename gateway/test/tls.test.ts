import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createServer, getCACertificates, setDefaultCACertificates } from 'node:tls';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { type FastifyInstance, fastify } from 'fastify';
import { serveSubgraph } from '#kit/subgraph-server.ts';
import { createCleanupStack } from '#kit/testing/cleanup-stack.ts';
import { eventually } from '#kit/testing/eventually.ts';
import { selfSigned } from '#kit/testing/self-signed.ts';
import { createHttpSubgraph } from '../sources/http-subgraph.ts';
import { createMultiplexedLink } from '../sources/multiplexed-link.ts';
import { runSmall } from './small-graph.ts';
import { collect, SECRET, startGateway } from './start-gateway.ts';
import { createYard } from './yard.ts';

const authority = selfSigned();
const yard = createYard();
const trusted = getCACertificates('default');
const cleanups = createCleanupStack();
let url: string;

beforeAll(async () => {
  const app = fastify({ https: authority, forceCloseConnections: true });
  serveSubgraph(app as unknown as FastifyInstance, runSmall({ counts: yard.subgraphs.counts }).counts!, SECRET);
  url = `${await app.listen({ port: 0, host: '127.0.0.1' })}/graphql`;
  cleanups.add(() => app.close());
});
afterEach(() => setDefaultCACertificates(trusted));
afterAll(cleanups.run);

const start = () =>
  startGateway({ subgraphs: yard.subgraphs, sources: { counts: createHttpSubgraph({ name: 'counts', url, gatewaySecret: SECRET }) } });

describe('A subgraph behind https', () => {
  it('whose authority is trusted is asked and followed over TLS', async () => {
    expect(url).toMatch(/^https:/);
    setDefaultCACertificates([...trusted, authority.cert]);
    const gateway = await start();
    expect((await gateway.post('{ event(id: "7") { title count } }')).body).toEqual({ data: { event: { title: 'Event 7', count: 0 } } });
    const live = collect(gateway.socket().client, 'subscription { pulse(id: "7") { count event { title } } }');
    await eventually(() => live.results.length === 1);
    yard.setPulse({ count: 3, version: 2 });
    await eventually(() => live.results.length === 2);
    expect(live.results[1]).toEqual({ data: { pulse: { count: 3, event: { title: 'Event 7' } } } });
    live.stop();
    await gateway.close();
  });

  it('hears by which name it is asked, also on sockets that carry many questions', async () => {
    const names: string[] = [];
    const server = createServer({ ...authority, SNICallback: (name, done) => done(new Error(`no certificate of ${names.push(name)}`)) });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    cleanups.add(() => server.close());
    const named = `https://localhost:${(server.address() as AddressInfo).port}/graphql`;
    const options = { name: 'counts', url: named, gatewaySecret: SECRET };
    for (const createQueryLink of [undefined, createMultiplexedLink]) {
      const source = createHttpSubgraph({ ...options, createQueryLink });
      await expect(source.execute({ query: '{ __typename }', headers: {} })).rejects.toThrow();
      await source.close();
      expect(names.splice(0)).toContain('localhost');
    }
  });

  it('whose authority is not trusted is never told anything', async () => {
    const gateway = await start();
    const { body } = await gateway.post('{ event(id: "7") { title count } }');
    await gateway.close();
    expect(body).toMatchObject({
      data: { event: { title: 'Event 7', count: null } },
      errors: [{ path: ['event', 'count'], extensions: { code: 'SERVICE_UNAVAILABLE', service: 'counts' } }],
    });
  });

  it('is trusted by a process that NODE_EXTRA_CA_CERTS gives the authority', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'tls-'));
    cleanups.add(() => rm(folder, { recursive: true }));
    const file = path.join(folder, 'authority.pem');
    await writeFile(file, authority.cert);
    const script = `
      import { createHttpSubgraph } from ${JSON.stringify(new URL('../sources/http-subgraph.ts', import.meta.url).href)};
      const source = createHttpSubgraph({ name: 'counts', url: ${JSON.stringify(url)}, gatewaySecret: ${JSON.stringify(SECRET)} });
      const answer = await source.execute({ query: '{ __typename }', headers: {} });
      const [first] = [await (await source.subscribe({ query: 'subscription { pulse(id: "7") { __typename } }', headers: {} })).next()];
      console.log(JSON.stringify([answer, first.value]));
      await source.close();
    `;
    const { stdout } = await promisify(execFile)(process.execPath, ['--no-warnings', '--input-type=module', '-e', script], {
      env: { PATH: process.env.PATH, NODE_EXTRA_CA_CERTS: file },
    });
    expect(JSON.parse(stdout)).toEqual([{ data: { __typename: 'Query' } }, { data: { pulse: { __typename: 'Pulse' } } }]);
  });
});
