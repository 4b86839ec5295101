import { z } from 'zod';
import { developmentSecrets } from './secrets.ts';

/** The environment is wrong; `problems` names every variable at once, one line each. */
export class ConfigError extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(`The configuration is not valid:\n${problems.map((problem) => `  ${problem}`).join('\n')}`);
    this.name = 'ConfigError';
    this.problems = problems;
  }
}

const secret = z.string().min(32, 'must have at least 32 characters');

const brokers = z
  .string()
  .transform((text) => text.split(/[\s,]+/).filter(Boolean))
  .refine((list) => list.length > 0 && list.every((broker) => /^[^:/]+:\d+$/.test(broker)), 'must be host:port, separated by commas');

const redisUrl = z.url({ protocol: /^rediss?$/ });
const areRedisUrls = (text: string): boolean => {
  const urls = text.split(/[\s,]+/).filter(Boolean);
  return urls.length > 0 && urls.every((url) => redisUrl.safeParse(url).success);
};

/** What every process reads (spec §1). Empty variables count as not set. */
export const commonVariables = {
  NODE_ENV: z.enum(['development', 'test', 'production']).default('development'),
  /** The address to listen on. */
  HOST: z.string().optional(),
  /** Where the embedded PostgreSQL, images and development secrets are. */
  DATA_DIR: z.string().default('.data'),
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/, error: 'must be a postgres:// URL' }).optional(),
  /** Store and doorbell; without it they use PostgreSQL. `rediss://` for TLS; some nodes' URLs, separated by commas, for a cluster. */
  REDIS_URL: z
    .string()
    .refine(areRedisUrls, 'must be a redis:// or rediss:// URL, or several of a cluster, separated by commas')
    .optional(),
  /** The bus, `host:port` separated by commas; without it the bus uses PostgreSQL. */
  KAFKA_BROKERS: brokers.optional(),
  /** The library that speaks to Kafka; the bus suite passes on both. */
  KAFKA_CLIENT: z.enum(['kafkajs', 'platformatic']).default('kafkajs'),
  KAFKA_TLS: z.stringbool().default(false),
  /** With KAFKA_SASL_USERNAME and KAFKA_SASL_PASSWORD; without it nobody logs in to Kafka. */
  KAFKA_SASL_MECHANISM: z.enum(['plain', 'scram-sha-256', 'scram-sha-512']).optional(),
  KAFKA_SASL_USERNAME: z.string().optional(),
  KAFKA_SASL_PASSWORD: z.string().optional(),
  /** Of a topic that is made, for its whole life: the most replicas of a service that can read it at once. */
  KAFKA_PARTITIONS: z.coerce.number().int('must be a whole number').min(1).max(1_000).default(12),
  /** Copies of a topic that is made; -1 leaves it to the brokers. */
  KAFKA_REPLICATION: z.coerce.number().int('must be a whole number').min(-1).max(9).default(-1),
  /** Prefixes topics and consumer groups. */
  TOPIC_PREFIX: z
    .string()
    .regex(/^[a-z0-9._-]*$/, 'may hold a–z, 0–9, dot, dash and underscore')
    .default(''),
  /** Known to the gateway and the subgraphs: a subgraph answers only callers that send it. */
  GATEWAY_SECRET: secret,
  /** Where the access tokens' public keys are. */
  JWKS_URL: z.url().default('http://127.0.0.1:4001/.well-known/jwks.json'),
  /** The base of URLs that people open, without a slash at its end; empty: paths on the gateway. */
  PUBLIC_URL: z
    .union([z.literal(''), z.url()])
    .default('')
    .transform((url) => url.replace(/\/$/, '')),
  /** Where traces go over OTLP/HTTP; without one of the two no trace is recorded. OpenTelemetry's other variables hold as it says. */
  OTEL_EXPORTER_OTLP_ENDPOINT: z.url({ protocol: /^https?$/ }).optional(),
  OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: z.url({ protocol: /^https?$/ }).optional(),
  OTEL_SDK_DISABLED: z.stringbool().default(false),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
};

const SASL = ['KAFKA_SASL_MECHANISM', 'KAFKA_SASL_USERNAME', 'KAFKA_SASL_PASSWORD'] as const;

const NEEDED_IN_PRODUCTION = ['DATABASE_URL', 'REDIS_URL', 'KAFKA_BROKERS'] as const;

export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Parses the environment with the common variables and the service's own. In development and tests missing secrets come from
 * `DATA_DIR`, made at the first start; production has no defaults for them.
 *
 * @throws ConfigError naming every wrong variable
 */
export const readConfig = <Variables extends z.ZodRawShape>(environment: Environment, variables: Variables) => {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== undefined && value !== ''));
  const production = given.NODE_ENV === 'production';
  const unwritable: string[] = [];
  const secrets = production ? {} : secretsIn(given.DATA_DIR ?? '.data', unwritable);
  const all: Record<string, string | undefined> = { ...secrets, ...given };
  const result = z.object({ ...commonVariables, ...variables }).safeParse(all, { error: problemOf });
  const missing = production ? NEEDED_IN_PRODUCTION.filter((name) => !given[name]) : [];
  const sasl = SASL.filter((name) => !given[name]);
  const problems = [
    ...unwritable,
    ...(result.error?.issues ?? [])
      .filter(({ path }) => unwritable.length === 0 || String(path[0]) in all)
      .map(({ path, message }) => `${path.join('.')}: ${String(path[0]) in all ? message : 'is required'}`),
    ...missing.map((name) => `${name}: is required in production, which runs on no embedded adapter`),
    ...(sasl.length < SASL.length ? sasl : []).map((name) => `${name}: is required, the three of KAFKA_SASL_ come together`),
  ];
  if (!result.success || problems.length > 0) throw new ConfigError(problems);
  return result.data;
};

/** What is wrong with a variable that has no words of its own: zod's speak of types. */
const problemOf = (issue: z.core.$ZodRawIssue): string | undefined => {
  switch (issue.code) {
    case 'invalid_type':
      return issue.expected === 'int' ? 'must be a whole number' : `must be a ${issue.expected}`;
    case 'too_small':
      return `must be ${issue.inclusive ? 'at least' : 'more than'} ${issue.minimum}`;
    case 'too_big':
      return `must be ${issue.inclusive ? 'at most' : 'less than'} ${issue.maximum}`;
    case 'invalid_value':
      return issue.expected === 'stringbool'
        ? 'must be true or false'
        : `must be ${issue.values.join(', ')}`.replace(/, ([^,]*)$/, ' or $1');
    case 'invalid_format':
      return issue.format === 'url' ? 'must be a URL' : undefined;
  }
};

const secretsIn = (dataDir: string, problems: string[]): Record<string, string> => {
  try {
    return developmentSecrets(dataDir);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const why = code === undefined ? message : `cannot be written: ${message}. Name a directory that this user may write to.`;
    problems.push(`DATA_DIR: ${why}`);
    return {};
  }
};

/** What `readConfig` gives every service. */
export type CommonConfig = z.infer<z.ZodObject<typeof commonVariables>>;

const PORT_RANGE = 'must be a whole number from 0 to 65535';

/** A port variable with a service's default. 0 takes any free port. */
export const port = (standard: number) =>
  z.coerce.number(PORT_RANGE).int(PORT_RANGE).min(0, PORT_RANGE).max(65_535, PORT_RANGE).default(standard);
