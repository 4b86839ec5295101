import { describe, expect, it } from '@jest/globals';
import { Industry, Objective } from '#schema/enums.ts';
import { checkedPlans, type PlanRequest } from '../plan-provider.ts';
import { planByRules } from './rules-provider.ts';

const request = (over: Partial<PlanRequest> = {}): PlanRequest => ({
  objective: 'NEW_CUSTOMERS',
  store: { name: '마당 국밥', industry: 'RESTAURANT', address: '서울특별시 마포구 양화로 1' },
  requestedAt: new Date('2026-04-10T03:00:00Z'),
  deadline: new Date('2026-04-10T03:05:00Z'),
  variation: 'one',
  ...over,
});
const text = (plans: ReturnType<typeof planByRules>) => plans.map((plan) => `${plan.title}/${plan.prize}`).join();

describe('the rules planner', () => {
  it('makes three valid plans, one a budget tier, for every industry, objective and month', () => {
    for (const industry of Industry.options)
      for (const objective of Objective.options)
        for (let month = 1; month <= 12; month++) {
          const requestedAt = new Date(Date.UTC(2026, month - 1, 15));
          const plans = planByRules(
            request({ objective, requestedAt, store: { name: 'Café 24', industry, address: '강원특별자치도 홍천군 홍천읍' } }),
          );
          expect(checkedPlans(plans).map((plan) => plan.tier)).toEqual(['LOW', 'MEDIUM', 'HIGH']);
          expect(new Set(plans.map((plan) => plan.title)).size).toBe(3);
          expect(JSON.stringify(plans)).not.toMatch(/[{}]\w*[가-힣]+\/|undefined/u);
        }
  });

  it('gives different shops different plans, and the same shop the same', () => {
    const shops = ['한솥', '두레상', '마당집', '옛골', '다온', '바다향', '솔밭', '미소'];
    const answers = shops.map((name) => text(planByRules(request({ store: { ...request().store, name } }))));
    expect(new Set(answers).size).toBe(shops.length);
    expect(text(planByRules(request()))).toBe(text(planByRules(request())));
  });

  it('plans anew when it is asked again', () => {
    const answers = ['one', 'two', 'three'].map((variation) => text(planByRules(request({ variation }))));
    expect(new Set(answers).size).toBe(3);
  });

  it('dearer tiers cost more and reach more people', () => {
    for (const industry of Industry.options)
      for (const objective of Objective.options) {
        const [low, medium, high] = planByRules(request({ objective, store: { ...request().store, industry } }));
        expect(Number(medium!.estimatedCost)).toBeGreaterThan(Number(low!.estimatedCost));
        expect(Number(high!.estimatedCost)).toBeGreaterThan(Number(medium!.estimatedCost));
        expect(high!.estimatedParticipants).toBeGreaterThan(medium!.estimatedParticipants);
        expect(medium!.estimatedParticipants).toBeGreaterThan(low!.estimatedParticipants);
      }
  });

  it('a name with mark-up, or too long for a headline, still gives plans without either', () => {
    for (const name of ['<b>굵은집</b>', '가'.repeat(60), '{item}', '`$', '\u0000']) {
      const plans = planByRules(request({ store: { name, industry: 'CAFE', address: '' } }));
      expect(() => checkedPlans(plans)).not.toThrow();
    }
  });

  it('season and region change the words and the figures', () => {
    const winter = planByRules(request({ requestedAt: new Date('2026-12-10T00:00:00Z') }));
    const county = planByRules(request({ store: { ...request().store, address: '강원특별자치도 홍천군 홍천읍 1' } }));
    expect(text(winter)).not.toBe(text(planByRules(request())));
    expect(county[2]!.estimatedParticipants).toBeLessThan(planByRules(request())[2]!.estimatedParticipants);
    expect(county[0]!.rationale).toContain('홍천군');
  });
});
