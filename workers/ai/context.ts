import type { ServiceContext } from '#kit/service.ts';
import type { Config } from './config.ts';
import { anthropicModel } from './models/anthropic-model.ts';
import type { LanguageModel, LanguageModelOptions } from './models/language-model.ts';
import { modelProvider } from './models/model-provider.ts';
import { openaiModel } from './models/openai-model.ts';
import type { PlanProvider } from './plan-provider.ts';
import { rulesProvider } from './rules/rules-provider.ts';
import { withFallback } from './with-fallback.ts';

export type Context = ServiceContext<Config> & { provider: PlanProvider };

type Api = { open: (options: LanguageModelOptions) => LanguageModel; baseUrl: string };

const apis: Record<Exclude<Config['AI_PROVIDER'], 'rules'>, Api> = {
  anthropic: { open: anthropicModel, baseUrl: 'https://api.anthropic.com' },
  openai: { open: openaiModel, baseUrl: 'https://api.openai.com/v1' },
};

export const createContext = (kit: ServiceContext<Config>, { provider = providerOf(kit) }: Partial<Context> = {}): Context => ({
  ...kit,
  provider,
});

const providerOf = (kit: ServiceContext<Config>): PlanProvider => {
  const { AI_PROVIDER, AI_API_KEY = '', AI_MODEL = '', AI_BASE_URL, AI_INPUT_PRICE, AI_OUTPUT_PRICE } = kit.config;
  if (AI_PROVIDER === 'rules') return rulesProvider;
  const api = apis[AI_PROVIDER];
  const model = api.open({ apiKey: AI_API_KEY, model: AI_MODEL, baseUrl: AI_BASE_URL ?? api.baseUrl });
  return withFallback(modelProvider(model, kit.metrics, { input: AI_INPUT_PRICE, output: AI_OUTPUT_PRICE }), rulesProvider, kit);
};
