import { afterAll, afterEach, beforeAll } from '@jest/globals';
import type { Doorbell } from '../doorbell/doorbell.ts';
import { createPostgresDoorbell } from '../doorbell/postgres.ts';
import { type CleanupStack, createCleanupStack } from './cleanup-stack.ts';
import { createTestDatabase, type TestDatabase } from './test-database.ts';
import { openTestService, silent, type TestService } from './test-delivery.ts';

/** What tests of delivery run on: a database of the file's own and its doorbell. */
export type DeliverySetUp = {
  /** Run after each test. */
  cleanups: CleanupStack;
  url: () => string;
  doorbell: () => Doorbell;
  /** A process of the service whose schema this is; it is closed after the test. */
  service: (schema: string) => Promise<TestService>;
};

/** Sets up in the hooks of the file or the `describe` that calls it. */
export const setUpDelivery = (): DeliverySetUp => {
  const cleanups = createCleanupStack();
  let database: TestDatabase;
  let doorbell: Doorbell;
  beforeAll(async () => {
    database = await createTestDatabase();
    doorbell = createPostgresDoorbell({ url: database.url, log: silent });
  });
  afterAll(async () => {
    await doorbell.close();
    await database.drop();
  });
  afterEach(cleanups.run);
  return {
    cleanups,
    url: () => database.url,
    doorbell: () => doorbell,
    service: async (schema) => {
      const opened = await openTestService({ url: database.url, schema, doorbell });
      cleanups.add(opened.close);
      return opened;
    },
  };
};
