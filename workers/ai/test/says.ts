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

/** One plan as a model proposes it. */
export const proposedPlan = (tier: string, over: Record<string, unknown> = {}): Record<string, unknown> => ({
  tier,
  title: '봄맞이 단골 잔치',
  description: '오시는 분께 감사드리며 추첨으로 선물을 드립니다.',
  prize: '아메리카노 교환권 (40명)',
  participationMethod: '이벤트 페이지에서 응모하세요.',
  channels: ['SNS'],
  estimatedCost: 110_000,
  estimatedParticipants: 40,
  revenuePerParticipant: 3_750,
  rationale: '적은 비용으로 반응을 봅니다.',
  ...over,
});

/** A model's three plans, in no order; `over` changes the cheap one. */
export const proposalOf = (over: Record<string, unknown> = {}): string =>
  JSON.stringify({ plans: [proposedPlan('HIGH'), proposedPlan('LOW', over), proposedPlan('MEDIUM')] });
