import { z } from 'zod';
import { type Environment, port, readConfig as readEnvironment } from '#kit/config.ts';
import { services } from '#schema/services.ts';

/** The AI worker's variables (README). Throws a ConfigError that names every wrong one. */
export const readConfig = (environment: Environment) =>
  readEnvironment(environment, {
    PORT: port(services.ai.port),
    /** Who makes the plans. */
    AI_PROVIDER: z.enum(['rules']).default('rules'),
  });

export type Config = ReturnType<typeof readConfig>;
