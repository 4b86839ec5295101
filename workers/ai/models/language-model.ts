/** What a model is asked: the rules of the task, and the request itself, kept apart. */
export type Prompt = { system: string; user: string };

/** A model's answer: JSON text, not yet looked at, and the tokens it was billed for. */
export type ModelAnswer = { text: string; inputTokens: number; outputTokens: number };

/**
 * A language model behind somebody's API. One call, no retries; it rejects with a `RemoteCallError` (`#kit/remote-call-error.ts`) and
 * ends when `signal` aborts.
 */
export type LanguageModel = {
  /** Who runs it, e.g. `anthropic`. */
  name: string;
  /** The model's own name. */
  model: string;
  answer(prompt: Prompt, signal: AbortSignal): Promise<ModelAnswer>;
};

export type LanguageModelOptions = { apiKey: string; baseUrl: string; model: string };
