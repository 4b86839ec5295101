import { createOpenAiCall, OPENAI } from '#kit/openai-call.ts';
import { RemoteCallError } from '#kit/remote-call-error.ts';
import type { LanguageModel, LanguageModelOptions } from './language-model.ts';
import { proposalJsonSchema } from './proposal.ts';

/** OpenAI's chat completions, or a compatible server's, with structured output. */
export const openaiModel = ({ apiKey, baseUrl, model }: LanguageModelOptions): LanguageModel => {
  const call = createOpenAiCall({ apiKey, baseUrl });
  return {
    name: OPENAI,
    model,
    async answer({ system, user }, signal) {
      const completion = await call((client) =>
        client.chat.completions.create(
          {
            model,
            messages: [
              { role: 'system', content: system },
              { role: 'user', content: user },
            ],
            response_format: { type: 'json_schema', json_schema: { name: 'plans', strict: true, schema: proposalJsonSchema } },
          },
          { signal },
        ),
      );
      const choice = completion?.choices?.[0];
      if (choice?.finish_reason !== 'stop' || typeof choice.message?.content !== 'string')
        throw new RemoteCallError(OPENAI, 'invalid', { detail: 'the answer is not complete' });
      return {
        text: choice.message.content,
        inputTokens: completion.usage?.prompt_tokens ?? 0,
        outputTokens: completion.usage?.completion_tokens ?? 0,
      };
    },
  };
};
