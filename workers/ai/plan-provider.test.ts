import { describe, expect, it } from '@jest/globals';
import type { Plan } from './plan.ts';
import { checkedPlans } from './plan-provider.ts';
import { planByRules } from './rules/rules-provider.ts';

const good = planByRules({
  objective: 'SALES',
  store: { name: '마당', industry: 'RETAIL', address: '경기도 수원시' },
  requestedAt: new Date('2026-05-01T00:00:00Z'),
  variation: 'x',
  deadline: new Date('2026-05-01T00:05:00Z'),
});
const spoilt = (change: Record<string, unknown>): unknown => [{ ...good[0], ...change }, good[1], good[2]];

describe('a provider’s answer', () => {
  it('comes in the order of the tiers', () => {
    expect(checkedPlans([...good].reverse()).map(({ tier }: Plan) => tier)).toEqual(['LOW', 'MEDIUM', 'HIGH']);
  });

  it('is kept in composed form, in which Hangul is searched, and measured in it', () => {
    const title = '봄맞이 국밥 잔치'.repeat(6);
    const [plan] = checkedPlans(spoilt({ title: title.normalize('NFD'), prize: '식사권'.normalize('NFD') }));
    expect(plan).toMatchObject({ title, prize: '식사권' });
  });

  it.each([
    ['that is no list', 'plans'],
    ['with two plans', good.slice(0, 2)],
    ['with a tier twice', spoilt({ tier: 'HIGH' })],
    ['with mark-up', spoilt({ title: '<script>alert(1)</script>' })],
    ['with a link', spoilt({ description: '여기 https://example.com 를 보세요' })],
    ['with a Markdown link', spoilt({ prize: '[경품](here)' })],
    ['with control characters', spoilt({ rationale: 'a\u0000b' })],
    ['that turns the direction of words', spoilt({ title: '당첨\u202e품경' })],
    ['with an invisible prize', spoilt({ prize: '\u200b' })],
    ['in another language', spoilt({ title: 'Spring event' })],
    ['with an endless title', spoilt({ title: '가'.repeat(61) })],
    ['with an empty prize', spoilt({ prize: ' ' })],
    ['with an unknown channel', spoilt({ channels: ['RADIO'] })],
    ['with a channel twice', spoilt({ channels: ['SNS', 'SNS'] })],
    ['with a negative cost', spoilt({ estimatedCost: '-1.00' })],
    ['with a number for a decimal', spoilt({ estimatedCost: 1 })],
    ['with half a participant', spoilt({ estimatedParticipants: 1.5 })],
    ['with more than was asked for', spoilt({ id: 'x' })],
  ])('%s is refused', (_, answer) => {
    expect(() => checkedPlans(answer)).toThrow();
  });
});
