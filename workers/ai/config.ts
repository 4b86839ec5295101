import { z } from 'zod';
import { ConfigError, type Environment, port, readConfig as readEnvironment } from '#kit/config.ts';
import { services } from '#schema/services.ts';

const price = z.coerce.number().min(0).default(0);

export const variables = {
  PORT: port(services.ai.port),
  /** Who makes the plans. */
  AI_PROVIDER: z.enum(['rules', 'anthropic', 'openai']).default('rules'),
  /** The provider's key; any text for a compatible server that wants none. */
  AI_API_KEY: z.string().optional(),
  /** The model's name. */
  AI_MODEL: z.string().optional(),
  /** The API's base; the provider's own by default. */
  AI_BASE_URL: z.url({ protocol: /^https?$/ }).optional(),
  /** US dollars a million tokens, for the cost in the metrics. */
  AI_INPUT_PRICE: price,
  AI_OUTPUT_PRICE: price,
};

/** The AI worker's variables (README). Throws a ConfigError that names every wrong one. */
export const readConfig = (environment: Environment) => {
  const config = readEnvironment(environment, variables);
  const missing = config.AI_PROVIDER === 'rules' ? [] : (['AI_API_KEY', 'AI_MODEL'] as const).filter((name) => !config[name]);
  if (missing.length > 0) throw new ConfigError(missing.map((name) => `${name}: is required with AI_PROVIDER=${config.AI_PROVIDER}`));
  return config;
};

export type Config = ReturnType<typeof readConfig>;
