import { z } from 'zod';
import { ConfigError, type Environment, port, readConfig as readEnvironment } from '#kit/config.ts';
import { Channel } from '#schema/enums.ts';
import { services } from '#schema/services.ts';
import type { Partner } from './channels/partner-client.ts';

const url = z
  .url({ protocol: /^https?$/ })
  .transform((text) => text.replace(/\/$/, ''))
  .optional();
const secret = z.string().min(32, 'must have at least 32 characters').optional();

export const variables = {
  PORT: port(services.distribution.port),
  /** How channels are reached. */
  CHANNELS: z.enum(['simulated', 'http']).default('simulated'),
  /** Each channel's partner and the secret shared with it, for `http`. */
  URIDONGNE_TV_URL: url,
  URIDONGNE_TV_SECRET: secret,
  GENIE_TV_URL: url,
  GENIE_TV_SECRET: secret,
  RINGO_BIZ_URL: url,
  RINGO_BIZ_SECRET: secret,
  SNS_URL: url,
  SNS_SECRET: secret,
};

/** The distribution subgraph's variables (README). Throws a ConfigError that names every wrong one. */
export const readConfig = (environment: Environment) => {
  const config = readEnvironment(environment, variables);
  const needed = config.CHANNELS === 'http' ? Channel.options.flatMap((channel) => [`${channel}_URL`, `${channel}_SECRET`] as const) : [];
  const missing = needed.filter((name) => !config[name]);
  if (missing.length > 0) throw new ConfigError(missing.map((name) => `${name}: is required with CHANNELS=http`));
  return config;
};

export type Config = ReturnType<typeof readConfig>;

/** The partners of the `http` mode. */
export const partnersOf = (config: Config): Record<Channel, Partner> =>
  Object.fromEntries(
    Channel.options.map((channel) => [channel, { url: config[`${channel}_URL`] ?? '', secret: config[`${channel}_SECRET`] ?? '' }]),
  ) as Record<Channel, Partner>;
