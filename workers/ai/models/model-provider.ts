import type { Metrics } from '#kit/metrics.ts';
import { RemoteCallError } from '#kit/remote-call-error.ts';
import { createRemoteCalls } from '#kit/remote-calls.ts';
import type { PlanProvider } from '../plan-provider.ts';
import { plannerPrompt } from '../prompts/planner-prompt.ts';
import { requestPrompt } from '../prompts/request-prompt.ts';
import type { LanguageModel } from './language-model.ts';
import { createModelMetrics, type TokenPrices } from './model-metrics.ts';
import { plansOfAnswer } from './proposal.ts';

/** How patient a provider is with its model. Times in milliseconds. */
export type ModelPace = Omit<Parameters<typeof createRemoteCalls>[0], 'server' | 'random'>;

export const MODEL_PACE: ModelPace = {
  attemptMs: 80_000,
  retries: 3,
  backoff: { firstMs: 1_000, capMs: 20_000 },
  longestWaitMs: 60_000,
  breaker: { failures: 5, halfOpenAfterMs: 30_000 },
};

/** Plans by a language model (spec §5 AI): structured output, checked; retries, a circuit breaker, and tokens and cost in the metrics. */
export const modelProvider = (model: LanguageModel, metrics: Metrics, prices: TokenPrices, pace: ModelPace = MODEL_PACE): PlanProvider => {
  const calls = createRemoteCalls({ server: model.name, ...pace });
  const figures = createModelMetrics(metrics, model, prices, calls.isOpen);
  return {
    name: model.name,
    plan: (request, signal) => {
      const prompt = { system: plannerPrompt, user: requestPrompt(request) };
      return calls.run(async (attemptSignal) => {
        const begun = performance.now();
        try {
          const answer = await model.answer(prompt, attemptSignal);
          figures.billed(answer);
          const plans = plansOfAnswer(answer.text, model.name);
          figures.attempted('ok', performance.now() - begun);
          return plans;
        } catch (error) {
          figures.attempted(failureOf(error, attemptSignal), performance.now() - begun);
          throw error;
        }
      }, signal);
    },
  };
};

const failureOf = (error: unknown, signal: AbortSignal) => {
  if (signal.aborted) return 'timeout';
  return error instanceof RemoteCallError ? error.failure : 'unavailable';
};
