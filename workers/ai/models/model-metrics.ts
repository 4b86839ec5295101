import { Counter } from 'prom-client';
import type { Metrics } from '#kit/metrics.ts';
import { createRemoteCallMetrics, type Measured } from '#kit/remote-call-metrics.ts';
import type { LanguageModel, ModelAnswer } from './language-model.ts';

/** What a model's tokens cost, in US dollars a million. */
export type TokenPrices = { input: number; output: number };

export type ModelMetrics = {
  measured: Measured;
  /** An answer was billed, whether or not it could be used. */
  billed: (answer: ModelAnswer) => void;
};

const labelNames = ['provider', 'model'] as const;
const MILLION = 1_000_000;

/** Tokens, cost, attempts and the circuit of one model, in the process's metrics. */
export const createModelMetrics = (
  metrics: Metrics,
  { name: provider, model }: LanguageModel,
  prices: TokenPrices,
  isOpen: () => boolean,
): ModelMetrics => {
  const labels = { provider, model };
  const registers = [metrics];
  const tokens = new Counter({ name: 'madang_ai_tokens_total', help: 'Tokens billed.', labelNames: [...labelNames, 'kind'], registers });
  const cost = new Counter({ name: 'madang_ai_cost_dollars_total', help: 'Cost of the tokens, in US dollars.', labelNames, registers });
  const calls = createRemoteCallMetrics(metrics, {
    prefix: 'madang_ai',
    purpose: 'get plans from a model',
    labelNames,
    buckets: [0.5, 1, 2, 5, 10, 20, 40, 80],
  });
  return {
    measured: calls.ofServer(labels, isOpen),
    billed: ({ inputTokens, outputTokens }) => {
      tokens.inc({ ...labels, kind: 'input' }, inputTokens);
      tokens.inc({ ...labels, kind: 'output' }, outputTokens);
      cost.inc(labels, (inputTokens * prices.input + outputTokens * prices.output) / MILLION);
    },
  };
};
