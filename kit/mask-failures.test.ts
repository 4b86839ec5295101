import { afterAll, describe, expect, it } from '@jest/globals';
import { fastify } from 'fastify';
import { errorMessages } from '#schema/errors.ts';
import { createLog } from './log.ts';
import { maskFailures } from './mask-failures.ts';

describe('a path that fails', () => {
  const app = fastify();
  maskFailures(app, createLog('silent', 'test'));
  app.get('/failing', () => Promise.reject(new Error('select secret from participants: relation does not exist')));
  app.post('/reading', async () => 'read');
  afterAll(() => app.close());

  it.each(['en', 'ko'] as const)('answers 500 in the client’s language (%s) and tells nothing of the failure', async (language) => {
    const response = await app.inject({ url: '/failing', headers: { 'accept-language': language } });
    expect([response.statusCode, response.json()]).toEqual([500, { message: errorMessages.INTERNAL_SERVER_ERROR[language] }]);
    expect(response.headers['cache-control']).toBe('no-store');
  });

  it('says what is wrong with a request', async () => {
    const response = await app.inject({ method: 'POST', url: '/reading', headers: { 'content-type': 'application/json' }, payload: '{' });
    expect([response.statusCode, response.json()]).toEqual([400, { message: expect.stringContaining('JSON') }]);
  });
});
