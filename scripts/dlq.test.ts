import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openDatabase } from '#kit/database.ts';
import { createTestDatabase, type TestDatabase } from '#kit/testing/test-database.ts';
import { parseDlqCommand } from './dlq-command.ts';

describe('parseDlqCommand', () => {
  it('reads ids by schema', () => {
    expect(parseDlqCommand(['replay', 'analytics:1', 'ai:2', 'analytics:3'])).toMatchObject({
      name: 'replay',
      ids: new Map([
        ['analytics', ['1', '3']],
        ['ai', ['2']],
      ]),
    });
  });

  it('reads a topic and an age', () => {
    expect(parseDlqCommand(['list', '--topic', 'event.created', '--older-than', '2h'])).toEqual({
      name: 'list',
      filter: { topic: 'event.created', olderThanMs: 7_200_000 },
    });
  });

  it.each([[[]], [['replay']], [['replay', 'ai:1', '--all']], [['show']], [['show', 'x']], [['list', '--older-than', 'soon']], [['drop']]])(
    'refuses %j',
    (args) => expect(() => parseDlqCommand(args)).toThrow(),
  );
});

describe('npm run dlq', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase();
    const ignore = (): void => {};
    for (const schema of ['analytics', 'content']) {
      const opened = await openDatabase({ url: database.url, schema, ring: ignore, onError: ignore });
      await opened.migrate();
      await opened.sql(`insert into inbox (consumer, message_id, type, source, time, key, data, attempts, parked_at, error) values
        ('statistics', 'one', 'event.created', '/madang/event', now(), 'k', '{"n":1}', 5, now(), 'Error: no'),
        ('statistics', 'two', 'event.ended', '/madang/event', now(), 'k', '{"n":2}', 5, now() - interval '3 days', 'Error: no'),
        ('statistics', 'waits', 'event.ended', '/madang/event', now(), 'k', '{"n":3}', 0, null, null)`);
      await opened.close();
    }
  });
  afterAll(() => database.drop());

  const run = (environment: Record<string, string>, ...args: string[]) =>
    promisify(execFile)(process.execPath, ['scripts/dlq.ts', ...args], { env: { PATH: process.env.PATH, ...environment } });
  const dlq = (...args: string[]) => run({ NODE_ENV: 'test', DATABASE_URL: database.url }, ...args);

  it('lists, shows and replays the dead letters of all services', async () => {
    const { stdout: all } = await dlq('list');
    expect(
      all
        .trim()
        .split('\n')
        .map((line) => line.split('  ')[0]),
    ).toEqual(['analytics:2', 'analytics:1', 'content:2', 'content:1']);
    const { stdout: shown } = await dlq('show', 'analytics:1');
    expect(JSON.parse(shown)).toMatchObject({ id: 'analytics:1', topic: 'event.created', data: { n: 1 }, error: 'Error: no' });
    expect((await dlq('replay', '--older-than', '2d')).stdout).toBe('2 dead letters will be handled again.\n');
    expect((await dlq('replay', 'content:1', 'content:3')).stdout).toBe('1 dead letters will be handled again.\n');
    expect((await dlq('list')).stdout.trim().split('\n')).toHaveLength(1);
    await expect(dlq('show', 'content:1')).rejects.toMatchObject({ code: 1, stderr: 'There is no dead letter content:1.\n' });
    await expect(dlq('replay', 'content:1')).rejects.toThrow('There is no dead letter of these ids.');
  });

  it.each([[[]], [['show', 'x']], [['list', '--nothing']]])('ends with 2 when it is called wrongly: %j', async (args) => {
    await expect(dlq(...args)).rejects.toMatchObject({ code: 2, stderr: expect.not.stringContaining('    at ') });
  });

  it('needs DATABASE_URL alone, also in production', async () => {
    const { stdout } = await run({ NODE_ENV: 'production', DATABASE_URL: database.url }, 'list');
    expect(stdout).toContain('analytics:1');
  });

  it('says how many dead letters it does not list', async () => {
    const ignore = (): void => {};
    const opened = await openDatabase({ url: database.url, schema: 'content', ring: ignore, onError: ignore });
    await opened.sql(`insert into inbox (consumer, message_id, type, source, time, key, data, attempts, parked_at, error)
      select 'images', n::text, 'image-generation', '/madang/content', now(), 'k', '{}', 5, now(), 'Error: no' from generate_series(1, 101) n`);
    await opened.close();
    const { stdout, stderr } = await dlq('list', '--topic', 'image-generation');
    expect(stdout.trim().split('\n')).toHaveLength(100);
    expect(stderr).toContain('… and 1 newer ones of content.');
  });

  it('makes nothing where there is no Madang', async () => {
    const directory = path.join(tmpdir(), `madang-dlq-${randomUUID()}`);
    await expect(run({ DATA_DIR: directory }, 'list')).rejects.toThrow(`There is no PostgreSQL of Madang in ${directory}.`);
    expect(existsSync(directory)).toBe(false);
  });
});
