import { availableParallelism } from 'node:os';
import { z } from 'zod';
import { type Environment, port, readConfig as readEnvironment } from '#kit/config.ts';
import { services } from '#schema/services.ts';

const variables = {
  PORT: port(services.content.port),
  /** Threads that draw posters. */
  IMAGE_THREADS: z.coerce.number().int('must be a whole number').min(1).max(16).default(Math.min(2, availableParallelism())),
};

/** The content subgraph's variables (README). Throws a ConfigError that names every wrong one. */
export const readConfig = (environment: Environment) => readEnvironment(environment, variables);

export type Config = ReturnType<typeof readConfig>;
