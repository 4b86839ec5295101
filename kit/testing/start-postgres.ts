import { leftOut } from './installed.ts';
import { startTestCluster, type TestCluster } from './test-cluster.ts';

declare global {
  var testCluster: TestCluster | undefined;
}

/** jest's globalSetup: one cluster for the whole run, named by TEST_DATABASE_URL; one that is already named there is used as it is. */
export default async function startPostgres(): Promise<void> {
  if (leftOut().length > 0) {
    process.stdout.write(`Left out: what needs ${leftOut().join(' and ')}. scripts/install-infrastructure.sh installs it.\n`);
  }
  if (process.env.TEST_DATABASE_URL) return;
  globalThis.testCluster = await startTestCluster();
  process.env.TEST_DATABASE_URL = globalThis.testCluster.url;
}
