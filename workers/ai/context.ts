import type { ServiceContext } from '#kit/service.ts';
import type { Config } from './config.ts';
import type { PlanProvider } from './plan-provider.ts';
import { rulesProvider } from './rules/rules-provider.ts';

export type Context = ServiceContext<Config> & { provider: PlanProvider };

const providers: Record<Config['AI_PROVIDER'], PlanProvider> = { rules: rulesProvider };

export const createContext = (kit: ServiceContext<Config>): Context => ({ ...kit, provider: providers[kit.config.AI_PROVIDER] });
