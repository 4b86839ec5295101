import { readConfig as readGatewayConfig } from '#gateway/config.ts';
import type { Environment } from '#kit/config.ts';
import type { ServiceName } from '#schema/services.ts';
import { readConfig as readAnalyticsConfig } from '#subgraphs/analytics/config.ts';
import { readConfig as readContentConfig } from '#subgraphs/content/config.ts';
import { readConfig as readDistributionConfig } from '#subgraphs/distribution/config.ts';
import { readConfig as readEventConfig } from '#subgraphs/event/config.ts';
import { readConfig as readParticipationConfig } from '#subgraphs/participation/config.ts';
import { readConfig as readUserConfig } from '#subgraphs/user/config.ts';
import { readConfig as readAiConfig } from '#workers/ai/config.ts';

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
