import OpenAI, { APIError } from 'openai';
import { boundedFetch } from '#kit/bounded-fetch.ts';
import { RemoteCallError } from '#kit/remote-call-error.ts';
import type { LanguageModel, LanguageModelOptions } from './language-model.ts';
import { modelCallError } from './model-call-error.ts';
import { proposalJsonSchema } from './proposal.ts';

const NAME = 'openai';

/** OpenAI's chat completions, or a compatible server's, with structured output. */
export const openaiModel = ({ apiKey, baseUrl, model }: LanguageModelOptions): LanguageModel => {
  const client = new OpenAI({
    apiKey,
    baseURL: baseUrl,
    organization: null,
    project: null,
    maxRetries: 0,
    logLevel: 'off',
    fetch: boundedFetch(NAME),
  });
  return {
    name: NAME,
    model,
    async answer({ system, user }, signal) {
      const completion = await client.chat.completions
        .create(
          {
            model,
            messages: [
              { role: 'system', content: system },
              { role: 'user', content: user },
            ],
            response_format: { type: 'json_schema', json_schema: { name: 'plans', strict: true, schema: proposalJsonSchema } },
          },
          { signal },
        )
        .catch((error: unknown) => {
          throw modelCallError(NAME, error instanceof APIError ? error : null, error);
        });
      const choice = completion?.choices?.[0];
      if (choice?.finish_reason !== 'stop' || typeof choice.message?.content !== 'string')
        throw new RemoteCallError(NAME, 'invalid', { detail: 'the answer is not complete' });
      return {
        text: choice.message.content,
        inputTokens: completion.usage?.prompt_tokens ?? 0,
        outputTokens: completion.usage?.completion_tokens ?? 0,
      };
    },
  };
};
