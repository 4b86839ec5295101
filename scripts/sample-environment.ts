import path from 'node:path';
import { ConfigError, type Environment } from '#kit/config.ts';

/** Participants a second, at most. */
export const PARTICIPANTS_PER_SECOND = 50;

/**
 * The environment of the sample's Madang (spec §5): topics begin with `sample.`, and the database is its own: the embedded PostgreSQL
 * below `DATA_DIR`/sample, or SAMPLE_DATABASE_URL.
 *
 * @throws ConfigError when DATABASE_URL is set and SAMPLE_DATABASE_URL is not, or names the same database
 */
export const sampleEnvironment = (environment: Environment): Environment => {
  const { DATABASE_URL, SAMPLE_DATABASE_URL } = environment;
  if (DATABASE_URL && !SAMPLE_DATABASE_URL)
    throw new ConfigError(['SAMPLE_DATABASE_URL: is required beside DATABASE_URL, because sample data has a database of its own']);
  if (DATABASE_URL && SAMPLE_DATABASE_URL && placeOf(DATABASE_URL) === placeOf(SAMPLE_DATABASE_URL))
    throw new ConfigError(['SAMPLE_DATABASE_URL: must name another database than DATABASE_URL']);
  return {
    LOG_LEVEL: 'warn',
    ENTRIES_PER_MINUTE: String(PARTICIPANTS_PER_SECOND * 72),
    ...environment,
    DATABASE_URL: SAMPLE_DATABASE_URL,
    DATA_DIR: path.join(environment.DATA_DIR || '.data', 'sample'),
    TOPIC_PREFIX: 'sample.',
  };
};

const placeOf = (text: string): string => {
  const url = URL.parse(text);
  return url ? `${url.hostname}:${url.port || 5432}${url.pathname}` : text;
};
