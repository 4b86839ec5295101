import { openAdapters } from '#kit/adapters.ts';
import type { Environment } from '#kit/config.ts';
import { openDatabase } from '#kit/database.ts';
import { createLog } from '#kit/log.ts';
import { readConfig } from '#subgraphs/analytics/config.ts';
import { service } from '#subgraphs/analytics/main.ts';
import { rebuildStatistics } from '#subgraphs/analytics/rebuild-statistics.ts';
import { runCommand, UsageError } from './run-command.ts';

/** Makes the read model of analytics anew from the topics (spec §5, Analytics), on the process's usual adapters, beside a Madang that runs or not. */
const main = async (args: readonly string[], environment: Environment): Promise<void> => {
  if (args.length !== 1 || args[0] !== service.name) throw new UsageError(`Usage: npm run rebuild ${service.name}`);
  const config = readConfig({ LOG_LEVEL: 'warn', ...environment });
  const log = createLog(config.LOG_LEVEL, service.name);
  const onError = (error: unknown): void => log.error({ err: error }, 'an action after a commit failed');
  const breakOff = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => breakOff.abort(new Error('Broken off: the events that were made anew are right, the others as they were.')));
  const adapters = await openAdapters(config, log);
  const { databaseUrl: url, doorbell, bus } = adapters;
  const database = await openDatabase({ url, schema: service.name, migrations: service.migrations, ring: doorbell.ring, onError });
  try {
    await database.migrate();
    const { same, changed, left } = await rebuildStatistics({ database, log, now: () => new Date() }, bus, breakOff.signal);
    console.log(
      `${same + changed} events were made anew, ${changed} of them with other figures; ${left} older ones were left as they are.`,
    );
  } finally {
    await database.close();
    await adapters.close();
  }
};

await runCommand(() => main(process.argv.slice(2), process.env));
