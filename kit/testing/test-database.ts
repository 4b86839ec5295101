import { randomBytes } from 'node:crypto';
import pg from 'pg';

export type TestDatabase = {
  /** A database of its own, empty. */
  url: string;
  /** Removes it, whoever is still connected. */
  drop: () => Promise<void>;
};

/** Creates an empty database with a name of its own in the test run's cluster, so that files run in parallel. */
export const createTestDatabase = async (): Promise<TestDatabase> => {
  const cluster = process.env.TEST_DATABASE_URL;
  if (!cluster) throw new Error("TEST_DATABASE_URL is not set: jest's globalSetup (kit/testing/start-postgres.ts) sets it.");
  const name = `test_${randomBytes(8).toString('hex')}`;
  await administer(cluster, `create database ${name}`);
  const url = new URL(cluster);
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => administer(cluster, `drop database if exists ${name} with (force)`) };
};

const administer = async (connectionString: string, statement: string): Promise<void> => {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
};
