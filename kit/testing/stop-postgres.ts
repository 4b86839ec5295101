import './start-postgres.ts';

/** jest's globalTeardown: stops and removes the cluster that `start-postgres.ts` started. */
export default async function stopPostgres(): Promise<void> {
  await globalThis.testCluster?.stop();
}
