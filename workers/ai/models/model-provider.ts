import type { Metrics } from '#kit/metrics.ts';
import { createRemoteCalls, type RemoteCallPace } from '#kit/remote-calls.ts';
import type { Plan } from '../plan.ts';
import type { PlanProvider } from '../plan-provider.ts';
import { plannerPrompt } from '../prompts/planner-prompt.ts';
import { requestPrompt } from '../prompts/request-prompt.ts';
import type { LanguageModel } from './language-model.ts';
import { createModelMetrics, type TokenPrices } from './model-metrics.ts';
import { plansOfAnswer } from './proposal.ts';

/** How patient a provider is with its model. Times in milliseconds. */
export const MODEL_PACE: RemoteCallPace = {
  attemptMs: 80_000,
  retries: 3,
  backoff: { firstMs: 1_000, capMs: 20_000 },
  longestWaitMs: 60_000,
  breaker: { failures: 5, halfOpenAfterMs: 30_000 },
};

/** Plans by a language model (spec §5 AI): structured output, checked; retries, a circuit breaker, and tokens and cost in the metrics. */
export const modelProvider = (
  model: LanguageModel,
  metrics: Metrics,
  prices: TokenPrices,
  pace: RemoteCallPace = MODEL_PACE,
): PlanProvider => {
  const calls = createRemoteCalls({ server: model.name, ...pace });
  const figures = createModelMetrics(metrics, model, prices, calls.isOpen);
  return {
    name: model.name,
    plan: (request, signal) => {
      const prompt = { system: plannerPrompt, user: requestPrompt(request) };
      const attempt = async (attemptSignal: AbortSignal): Promise<Plan[]> => {
        const answer = await model.answer(prompt, attemptSignal);
        figures.billed(answer);
        return plansOfAnswer(answer.text, model.name);
      };
      return calls.run((attemptSignal) => figures.measured(() => attempt(attemptSignal), attemptSignal), signal);
    },
  };
};
