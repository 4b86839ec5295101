import { type Environment, port, readConfig as readEnvironment } from '#kit/config.ts';
import { services } from '#schema/services.ts';

export const variables = { PORT: port(services.event.port) };

/** The event subgraph's variables (README). Throws a ConfigError that names every wrong one. */
export const readConfig = (environment: Environment) => readEnvironment(environment, variables);

export type Config = ReturnType<typeof readConfig>;
