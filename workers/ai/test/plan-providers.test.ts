import { createMetrics } from '#kit/metrics.ts';
import { startWireServer } from '#kit/testing/wire-server.ts';
import { anthropicModel } from '../models/anthropic-model.ts';
import type { LanguageModel, LanguageModelOptions } from '../models/language-model.ts';
import { modelProvider } from '../models/model-provider.ts';
import { openaiModel } from '../models/openai-model.ts';
import { rulesProvider } from '../rules/rules-provider.ts';
import { planProviderSuite } from './plan-provider-suite.ts';
import { proposalOf, says } from './says.ts';

const withModel = (open: (options: LanguageModelOptions) => LanguageModel) => async () => {
  const server = await startWireServer();
  server.behaves(says(proposalOf()));
  const model = open({ apiKey: 'key', baseUrl: server.url, model: 'planner-1' });
  return { provider: modelProvider(model, createMetrics(), { input: 0, output: 0 }), dispose: server.close };
};

planProviderSuite('rules', async () => ({ provider: rulesProvider, dispose: async () => {} }));
planProviderSuite('anthropic', withModel(anthropicModel));
planProviderSuite('openai', withModel(openaiModel));
