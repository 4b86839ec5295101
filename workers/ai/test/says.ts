import { type Behaviour, json } from '#kit/testing/wire-server.ts';

/** What a model says, in the wire format that was asked in; billed 1,000 tokens in and 500 out. */
export const says =
  (text: string, end: 'complete' | 'cut' | 'refused' = 'complete'): Behaviour =>
  (response, received) => {
    const anthropic = {
      id: 'msg_1',
      type: 'message',
      role: 'assistant',
      model: received.body.model,
      content: [{ type: 'text', text }],
      stop_reason: { complete: 'end_turn', cut: 'max_tokens', refused: 'refusal' }[end],
      usage: { input_tokens: 1_000, output_tokens: 500 },
    };
    const message = end === 'refused' ? { role: 'assistant', content: null, refusal: text } : { role: 'assistant', content: text };
    const openai = {
      id: 'chatcmpl-1',
      object: 'chat.completion',
      model: received.body.model,
      choices: [{ index: 0, message, finish_reason: end === 'cut' ? 'length' : 'stop' }],
      usage: { prompt_tokens: 1_000, completion_tokens: 500, total_tokens: 1_500 },
    };
    json(200, received.path.endsWith('/messages') ? anthropic : openai)(response, received);
  };
