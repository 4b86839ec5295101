import { z } from 'zod';
import { ConfigError, commonVariables, type Environment } from '#kit/config.ts';

/**
 * Where the dead letters are: DATABASE_URL, or the embedded PostgreSQL of DATA_DIR. Nothing else that services need is asked for or made.
 *
 * @throws ConfigError
 */
export const readDlqConfig = (environment: Environment) => {
  const { DATABASE_URL, DATA_DIR } = commonVariables;
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const { success, data, error } = z.object({ DATABASE_URL, DATA_DIR }).safeParse(given);
  if (!success) throw new ConfigError(error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`));
  return data;
};
