import { readFile } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { ConfigError } from '#kit/config.ts';
import { readConfig } from './config.ts';

const environment = { NODE_ENV: 'test', GATEWAY_SECRET: 'x'.repeat(32) };

const problemsOf = (wrong: Record<string, string>): readonly string[] => {
  try {
    readConfig({ ...environment, ...wrong });
    return [];
  } catch (error) {
    return (error as ConfigError).problems;
  }
};

describe('The gateway’s configuration', () => {
  it('has a default for everything in development', () => {
    expect(readConfig(environment)).toMatchObject({
      PORT: 4000,
      SUBGRAPH_LINK: 'http',
      INTROSPECTION: true,
      CORS_ORIGINS: ['https://studio.apollographql.com', 'https://sandbox.embed.apollographql.com'],
    });
  });

  it('is refused in words, all of it at once', () => {
    const wrong = {
      SUBGRAPH_LINK: 'foo',
      INTROSPECTION: 'maybe',
      USER_URL: 'ftp://x',
      COST_LIMIT: '1.5',
      DEPTH_LIMIT: '0',
      HEARTBEAT_MS: '1',
    };
    expect(problemsOf({ ...wrong, DRAIN_MS: 'x', TRUSTED_PROXIES: '99', SUPERGRAPH_URL: 'nope' }).toSorted()).toEqual([
      'COST_LIMIT: must be a whole number',
      'DEPTH_LIMIT: must be more than 0',
      'DRAIN_MS: must be a number',
      'HEARTBEAT_MS: must be at least 50',
      'INTROSPECTION: must be true or false',
      'SUBGRAPH_LINK: must be http or sockets',
      'SUPERGRAPH_URL: must be a file:, http: or https: URL',
      'TRUSTED_PROXIES: must be at most 10',
      'USER_URL: must be an http: or https: URL',
    ]);
  });

  it.each(['foo', 'https://shop.example.com/', 'https://shop.example.com,foo', '*'])('refuses origins that are none: %s', (origins) =>
    expect(problemsOf({ CORS_ORIGINS: origins })).toEqual([
      'CORS_ORIGINS: must be origins as https://shop.example.com, without a path, separated by commas',
    ]),
  );

  it('takes the origins of apps, too', () => {
    const origins = ['https://shop.example.com:8443', 'capacitor://localhost', 'chrome-extension://abcdefghijklmnop'];
    expect(readConfig({ ...environment, CORS_ORIGINS: origins.join(', ') }).CORS_ORIGINS).toEqual(expect.arrayContaining(origins));
  });

  it('gives an operation longer than any subgraph', () => {
    expect(readConfig(environment).OPERATION_TIMEOUT_MS).toBe(30_000);
    expect(readConfig({ ...environment, ANALYTICS_TIMEOUT_MS: '60000' }).OPERATION_TIMEOUT_MS).toBe(80_000);
    expect(problemsOf({ OPERATION_TIMEOUT_MS: '10000' })).toEqual([
      'OPERATION_TIMEOUT_MS: must be more than 10000, the longest time that a subgraph has',
    ]);
  });

  it('is strict in production, and open elsewhere', () => {
    const production = {
      DATABASE_URL: 'postgres://db/madang',
      REDIS_URL: 'redis://store',
      KAFKA_BROKERS: 'kafka:9092',
      NODE_ENV: 'production',
    };
    const strict = { TRUSTED_DOCUMENTS: 'require', INTROSPECTION: false, RATE_LIMIT_PER_ADDRESS: 3_000, RATE_LIMIT_PER_IDENTITY: 1_200 };
    expect(readConfig({ ...environment, ...production })).toMatchObject(strict);
    expect(readConfig(environment)).toMatchObject({
      TRUSTED_DOCUMENTS: 'off',
      RATE_LIMIT_PER_ADDRESS: 0,
      RATE_LIMIT_PER_IDENTITY: 0,
    });
    expect(readConfig(environment).COST_LIMIT).toBeUndefined();
    expect(readConfig({ ...environment, COST_LIMIT: '5000' }).COST_LIMIT).toBe(5_000);
    expect(readConfig({ ...environment, ...production, TRUSTED_DOCUMENTS: 'off' })).toMatchObject({ TRUSTED_DOCUMENTS: 'off' });
  });

  it('is open in the compose file for trying out, as long as nobody says production', async () => {
    const compose = parse(await readFile(new URL('../docker-compose.yml', import.meta.url), 'utf8'), { merge: true }) as {
      services: { gateway: { environment: Record<string, string> } };
    };
    const given = Object.entries(compose.services.gateway.environment).map(([name, value]) => [
      name,
      String(value).replace(/\$\{\w+:-([^}]*)\}/g, '$1'),
    ]);
    expect(readConfig({ ...Object.fromEntries(given), GATEWAY_SECRET: environment.GATEWAY_SECRET, DATA_DIR: '' })).toMatchObject({
      TRUSTED_DOCUMENTS: 'off',
      INTROSPECTION: true,
    });
  });

  it('names every wrong variable at once', () => {
    const problems = problemsOf({
      PORT: 'x',
      EVENT_URL: 'nowhere',
      INTROSPECTION: 'perhaps',
      TRUSTED_PROXIES: '-1',
      GATEWAY_SECRET: 'short',
    });
    expect(problems.map((problem) => problem.split(':')[0]).sort()).toEqual([
      'EVENT_URL',
      'GATEWAY_SECRET',
      'INTROSPECTION',
      'PORT',
      'TRUSTED_PROXIES',
    ]);
    expect(() => readConfig({ ...environment, PORT: 'x' })).toThrow(ConfigError);
  });

  it('reads lists and switches', () => {
    expect(readConfig({ ...environment, INTROSPECTION: 'false', CORS_ORIGINS: 'https://a.test, https://b.test' })).toMatchObject({
      INTROSPECTION: false,
      CORS_ORIGINS: expect.arrayContaining(['https://a.test', 'https://b.test']),
    });
  });
});
