import Anthropic, { APIError } from '@anthropic-ai/sdk';
import { boundedFetch } from '#kit/bounded-fetch.ts';
import { RemoteCallError } from '#kit/remote-call-error.ts';
import { sdkCallError } from '#kit/sdk-call-error.ts';
import type { LanguageModel, LanguageModelOptions } from './language-model.ts';
import { proposalJsonSchema } from './proposal.ts';

const NAME = 'anthropic';
const LONGEST_ANSWER_TOKENS = 8_000;

/** Anthropic's Messages API, or one that speaks it, with structured output. */
export const anthropicModel = ({ apiKey, baseUrl, model }: LanguageModelOptions): LanguageModel => {
  const client = new Anthropic({
    apiKey,
    baseURL: baseUrl,
    authToken: null,
    maxRetries: 0,
    logLevel: 'off',
    openTelemetry: false,
    fetch: boundedFetch(NAME),
  });
  return {
    name: NAME,
    model,
    async answer({ system, user }, signal) {
      const message = await client.messages
        .create(
          {
            model,
            max_tokens: LONGEST_ANSWER_TOKENS,
            system,
            messages: [{ role: 'user', content: user }],
            output_config: { format: { type: 'json_schema', schema: proposalJsonSchema } },
          },
          { signal },
        )
        .catch((error: unknown) => {
          throw sdkCallError(NAME, error instanceof APIError ? error : null, error);
        });
      if (message?.stop_reason !== 'end_turn' || !Array.isArray(message.content))
        throw new RemoteCallError(NAME, 'invalid', { detail: 'the answer is not complete' });
      return {
        text: message.content.map((block) => (block.type === 'text' ? block.text : '')).join(''),
        inputTokens: message.usage?.input_tokens ?? 0,
        outputTokens: message.usage?.output_tokens ?? 0,
      };
    },
  };
};
