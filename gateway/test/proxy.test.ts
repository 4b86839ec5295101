import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { fastify } from 'fastify';
import { createLog } from '#kit/log.ts';
import { createCleanupStack } from '#kit/testing/cleanup-stack.ts';
import { proxyPaths } from '../http/proxy.ts';
import { SECRET } from './start-gateway.ts';

const cleanups = createCleanupStack();
afterAll(cleanups.run);
let url: string;

beforeAll(async () => {
  const service = fastify();
  service.get('/images/*', async (request, reply) =>
    reply
      .type('image/png')
      .header('cache-control', 'max-age=60')
      .header('etag', '"1"')
      .send(Buffer.from(`${request.url} ${request.headers['x-gateway-secret'] === SECRET}`)),
  );
  const serviceUrl = await service.listen({ port: 0, host: '127.0.0.1' });
  const gateway = fastify();
  proxyPaths(gateway, { '/images/*': serviceUrl, '/draws/*': 'http://127.0.0.1:9' }, SECRET, createLog('silent', 'gateway'));
  url = await gateway.listen({ port: 0, host: '127.0.0.1' });
  cleanups.add(() => service.close());
  cleanups.add(() => gateway.close());
});

describe('Paths of services on the gateway', () => {
  it('pass path, query, secret and headers on, and the answer back', async () => {
    const response = await fetch(`${url}/images/a/b.png?w=1`);
    expect(response.status).toBe(200);
    expect(Object.fromEntries(response.headers)).toMatchObject({ 'content-type': 'image/png', 'cache-control': 'max-age=60', etag: '"1"' });
    expect(await response.text()).toBe('/images/a/b.png?w=1 true');
    expect((await fetch(`${url}/images/%2e%2e%2fx`)).status).toBe(200);
  });

  it('answer 502 while the service is down', async () => {
    expect((await fetch(`${url}/draws/1/entries`)).status).toBe(502);
  });
});
