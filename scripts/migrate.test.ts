import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it } from '@jest/globals';
import pg from 'pg';
import { createTestDatabase } from '#kit/testing/test-database.ts';
import { root } from './compose-supergraph.ts';

it('node main.ts migrate makes every service’s tables and ends, however often it runs', async () => {
  const database = await createTestDatabase();
  const migrate = () =>
    promisify(execFile)(process.execPath, ['main.ts', 'migrate'], {
      cwd: root,
      env: { ...process.env, NODE_ENV: 'test', DATABASE_URL: database.url },
    });
  await migrate();
  await migrate();
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  const { rows } = await client.query(
    `select table_schema as schema from information_schema.tables where table_name = 'outbox' order by 1`,
  );
  await client.end();
  await database.drop();
  expect(rows.map(({ schema }) => schema)).toEqual(['ai', 'analytics', 'content', 'distribution', 'event', 'participation', 'user']);
}, 60_000);
