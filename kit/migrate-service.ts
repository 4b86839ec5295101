import { type CommonConfig, ConfigError, type Environment } from './config.ts';
import { openDatabase } from './database.ts';
import type { ServiceContext, ServiceDefinition } from './service.ts';

/**
 * Brings a service's schema up to date and ends: what each replica does at its start, done once before them.
 *
 * @throws ConfigError also without DATABASE_URL
 */
export const migrateService = async <Config extends CommonConfig, Context extends ServiceContext<Config>>(
  { name, readConfig, entities, migrations }: ServiceDefinition<Config, Context>,
  environment: Environment,
): Promise<void> => {
  const { DATABASE_URL: url } = readConfig(environment);
  if (!url) throw new ConfigError(['DATABASE_URL: is required; the embedded PostgreSQL needs no migration beforehand']);
  const database = await openDatabase({ url, schema: name, entities, migrations, ring: () => {}, onError: () => {} });
  try {
    await database.migrate();
  } finally {
    await database.close();
  }
};
