import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { freePort } from '#kit/free-port.ts';
import { createCleanupStack } from '#kit/testing/cleanup-stack.ts';
import { eventually } from '#kit/testing/eventually.ts';
import { createTestDatabase } from '#kit/testing/test-database.ts';
import { startProcess } from '#kit/testing/test-process.ts';

const SCRIPT = new URL('../../scripts/sample.ts', import.meta.url).pathname;
const WITHIN = { within: 180_000 };
/** 50 a second in batches of ten, one after the other: six batches begin in a second, and one may have begun before it. */
const MOST_IN_A_SECOND = 70;

const cleanups = createCleanupStack();
afterEach(cleanups.run, 60_000);

/** Each event's line: views, participants. */
const figures = (output: string): string[] => [...output.matchAll(/(\d+ views · \d+ participants)/g)].map(([, line]) => line!);

const makeSample = async (environment: Record<string, string>): Promise<string[]> => {
  const port = String(await freePort());
  const sample = startProcess(process.execPath, [SCRIPT], { env: { PATH: process.env.PATH, PORT: port, ...environment } });
  cleanups.add(() => sample.end('SIGKILL'));
  await eventually(() => {
    if (sample.child.exitCode !== null) throw new Error(sample.output());
    expect(figures(sample.output())).toHaveLength(3);
  }, WITHIN);
  await sample.end('SIGTERM');
  return figures(sample.output());
};

describe('The sample', () => {
  it('is three events with 20,000, 14,000 and 6,000 views, whose participants come at a bounded rate; made again, it adds nothing', async () => {
    const database = await createTestDatabase();
    cleanups.add(database.drop);
    const directory = await mkdtemp(path.join(tmpdir(), 'madang-sample-e2e-'));
    cleanups.add(() => rm(directory, { recursive: true, force: true }));
    const environment = { DATABASE_URL: 'postgres://madang@db.invalid/real', SAMPLE_DATABASE_URL: database.url, DATA_DIR: directory };
    const made = ['20000 views · 400 participants', '14000 views · 260 participants', '6000 views · 120 participants'];
    expect(await makeSample(environment)).toEqual(made);
    const client = new pg.Client({ connectionString: database.url });
    await client.connect();
    cleanups.add(() => client.end());
    const { rows } = await client.query(`
      select max(entries)::int as most, max(total)::int as total from (
        select count(*) over (order by registered_at range between '1 second' preceding and current row) as entries,
               count(*) over () as total
        from participation.participants) as seconds`);
    expect(rows[0].total).toBe(780);
    expect(rows[0].most).toBeLessThanOrEqual(MOST_IN_A_SECOND);
    expect(await makeSample(environment)).toEqual(made);
  }, 400_000);
});
