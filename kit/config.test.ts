import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { ConfigError, type Environment, readConfig } from './config.ts';

const SECRETS = { GATEWAY_SECRET: 'x'.repeat(32) };
const REAL = { DATABASE_URL: 'postgres://db/madang', REDIS_URL: 'rediss://cache:6380/2', KAFKA_BROKERS: 'one:9092, two:9092' };

const problemsOf = (environment: Environment): readonly string[] => {
  try {
    readConfig(environment, {});
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
};

describe('The configuration', () => {
  it('takes Redis and Kafka from the environment', () => {
    const sasl = { KAFKA_TLS: 'true', KAFKA_SASL_MECHANISM: 'scram-sha-512', KAFKA_SASL_USERNAME: 'madang', KAFKA_SASL_PASSWORD: 'secret' };
    expect(readConfig({ ...SECRETS, ...REAL, ...sasl, NODE_ENV: 'production' }, {})).toMatchObject({
      REDIS_URL: 'rediss://cache:6380/2',
      KAFKA_BROKERS: ['one:9092', 'two:9092'],
      KAFKA_TLS: true,
      KAFKA_SASL_MECHANISM: 'scram-sha-512',
    });
  });

  it('refuses in production to start on an embedded adapter or without secrets, naming all that is missing', () => {
    const problems = problemsOf({ NODE_ENV: 'production' }).join('\n');
    for (const name of ['DATABASE_URL', 'REDIS_URL', 'KAFKA_BROKERS', 'GATEWAY_SECRET']) expect(problems).toContain(`${name}: `);
    expect(problemsOf({ ...SECRETS, ...REAL, NODE_ENV: 'production' })).toEqual([]);
  });

  it('names DATA_DIR when it cannot be written, and the wrong variables beside it', async () => {
    const file = path.join(await mkdtemp(path.join(tmpdir(), 'madang-config-')), 'file');
    await writeFile(file, '');
    const problems = problemsOf({ DATA_DIR: path.join(file, 'data'), LOG_LEVEL: 'loud' });
    expect(problems).toEqual([expect.stringMatching(/^DATA_DIR: cannot be written: ENOTDIR/), expect.stringMatching(/^LOG_LEVEL: /)]);
    await rm(path.dirname(file), { recursive: true });
  });

  it('names DATA_DIR when its secrets are spoilt', async () => {
    const directory = await mkdtemp(path.join(tmpdir(), 'madang-config-'));
    await writeFile(path.join(directory, 'secrets.json'), '{');
    expect(problemsOf({ DATA_DIR: directory })).toEqual([expect.stringMatching(/^DATA_DIR: .*secrets\.json cannot be read\. Restore it/)]);
    await rm(directory, { recursive: true });
  });

  it('names REDIS_URL when it is blank', () => {
    expect(problemsOf({ ...SECRETS, REDIS_URL: ' , ' })).toEqual([expect.stringMatching(/^REDIS_URL: must be a redis:/)]);
  });

  it('names every wrong variable at once', () => {
    const problems = problemsOf({
      ...SECRETS,
      REDIS_URL: 'http://cache',
      KAFKA_BROKERS: 'kafka',
      KAFKA_PARTITIONS: '0',
      KAFKA_SASL_USERNAME: 'madang',
    });
    expect(problems.map((problem) => problem.split(':')[0]).toSorted()).toEqual([
      'KAFKA_BROKERS',
      'KAFKA_PARTITIONS',
      'KAFKA_SASL_MECHANISM',
      'KAFKA_SASL_PASSWORD',
      'REDIS_URL',
    ]);
  });
});
