import { type Environment, port, readConfig as readEnvironment } from '#kit/config.ts';
import { services } from '#schema/services.ts';

/** The distribution subgraph's variables (README). Throws a ConfigError that names every wrong one. */
export const readConfig = (environment: Environment) => readEnvironment(environment, { PORT: port(services.distribution.port) });

export type Config = ReturnType<typeof readConfig>;
