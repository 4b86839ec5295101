import { Counter, Gauge, Histogram } from 'prom-client';
import type { Metrics } from '#kit/metrics.ts';
import type { RemoteFailure } from '#kit/remote-call-error.ts';
import type { LanguageModel, ModelAnswer } from './language-model.ts';

/** What a model's tokens cost, in US dollars a million. */
export type TokenPrices = { input: number; output: number };

export type ModelMetrics = {
  /** An attempt has ended. */
  attempted: (outcome: 'ok' | RemoteFailure, milliseconds: number) => void;
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
  const attempts = new Histogram({
    name: 'madang_ai_attempt_seconds',
    help: 'Attempts to get plans from a model, by how they ended.',
    labelNames: [...labelNames, 'outcome'],
    buckets: [0.5, 1, 2, 5, 10, 20, 40, 80],
    registers,
  });
  new Gauge({
    name: 'madang_ai_circuit_open',
    help: '1 while the circuit of a model is open and plans come from rules.',
    labelNames,
    registers,
    collect() {
      this.set(labels, Number(isOpen()));
    },
  });
  return {
    attempted: (outcome, milliseconds) => attempts.observe({ ...labels, outcome }, milliseconds / 1_000),
    billed: ({ inputTokens, outputTokens }) => {
      tokens.inc({ ...labels, kind: 'input' }, inputTokens);
      tokens.inc({ ...labels, kind: 'output' }, outputTokens);
      cost.inc(labels, (inputTokens * prices.input + outputTokens * prices.output) / MILLION);
    },
  };
};
