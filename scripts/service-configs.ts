import { variables as gatewayVariables, readConfig as readGatewayConfig } from '#gateway/config.ts';
import { commonVariables, type Environment } from '#kit/config.ts';
import type { ServiceName } from '#schema/services.ts';
import { variables as analyticsVariables, readConfig as readAnalyticsConfig } from '#subgraphs/analytics/config.ts';
import { variables as contentVariables, readConfig as readContentConfig } from '#subgraphs/content/config.ts';
import { variables as distributionVariables, readConfig as readDistributionConfig } from '#subgraphs/distribution/config.ts';
import { variables as eventVariables, readConfig as readEventConfig } from '#subgraphs/event/config.ts';
import { variables as participationVariables, readConfig as readParticipationConfig } from '#subgraphs/participation/config.ts';
import { readConfig as readUserConfig, variables as userVariables } from '#subgraphs/user/config.ts';
import { variables as aiVariables, readConfig as readAiConfig } from '#workers/ai/config.ts';

/** How each service reads its environment. Each throws a ConfigError that names every wrong variable. */
export const serviceConfigs = {
  gateway: readGatewayConfig,
  user: readUserConfig,
  event: readEventConfig,
  content: readContentConfig,
  participation: readParticipationConfig,
  distribution: readDistributionConfig,
  analytics: readAnalyticsConfig,
  ai: readAiConfig,
} satisfies Record<ServiceName, (environment: Environment) => { PORT: number }>;

const own = {
  gateway: gatewayVariables,
  user: userVariables,
  event: eventVariables,
  content: contentVariables,
  participation: participationVariables,
  distribution: distributionVariables,
  analytics: analyticsVariables,
  ai: aiVariables,
} satisfies Record<ServiceName, object>;

/** The names of the variables that a service reads beside those of every process. */
export const ownVariablesOf = (name: ServiceName): string[] => Object.keys(own[name]);

/** The names of all variables that a service reads. */
export const variablesOf = (name: ServiceName): string[] => [...Object.keys(commonVariables), ...ownVariablesOf(name)];
