import { describe, expect, it } from '@jest/globals';
import { Industry, Objective } from '#schema/enums.ts';
import type { Plan } from '../plan.ts';
import { checkedPlans, type PlanRequest } from '../plan-provider.ts';
import { industryProfiles } from './industry-profiles.ts';
import { planByRules } from './rules-provider.ts';
import { seasonAt } from './season.ts';
import { sharedIdeas } from './shared-ideas.ts';

const request = (over: Partial<PlanRequest> = {}): PlanRequest => ({
  objective: 'NEW_CUSTOMERS',
  store: { name: '마당 국밥', industry: 'RESTAURANT', address: '서울특별시 마포구 양화로 1' },
  requestedAt: new Date('2026-04-10T03:00:00Z'),
  deadline: new Date('2026-04-10T03:05:00Z'),
  variation: 'one',
  ...over,
});
const text = (plans: ReturnType<typeof planByRules>) => plans.map((plan) => `${plan.title}/${plan.prize}`).join();

const variations = Array.from({ length: 12 }, (_, index) => `${index}`);
const everyPlan = (store: Pick<PlanRequest['store'], 'name' | 'address'>) => () => {
  for (const industry of Industry.options)
    for (const objective of Objective.options)
      for (const variation of variations) checkedPlans(planByRules(request({ objective, variation, store: { ...store, industry } })));
};

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

  it.each([
    ['mark-up', '<b>굵은집</b>'],
    ['a slot', '{item}'],
    ['signs', '`$'],
    ['a control character', '\u0000'],
    ['a link', 'https://a.kr'],
    ['a Markdown link', '[단골](마당)'],
    ['the beginning of a data URL', 'Data: Lab'],
    ['the end of a Markdown link’s words', '마당]'],
    ['a scheme without its colon', 'http'],
    ['emoji', '🍜'.repeat(20)],
    ['the longest name', 'W'.repeat(20)],
    ['too long a name', '가'.repeat(100)],
  ])('a shop named with %s gets three valid plans, whatever its industry and objective', (_, name) => {
    expect(everyPlan({ name, address: `서울 ${'가'.repeat(10)}구` })).not.toThrow();
  });

  it('a shop at an address with an endless word gets three valid plans, whatever its industry and objective', () => {
    expect(everyPlan({ name: 'W'.repeat(20), address: `서울 ${'가'.repeat(190)}구` })).not.toThrow();
  });

  it('these variations leave no idea out', () => {
    for (const industry of Industry.options)
      for (const objective of Objective.options) {
        const store = { ...request().store, industry };
        const plans = variations.flatMap((variation) => planByRules(request({ objective, variation, store })));
        const ways = [...industryProfiles[industry].ideas[objective], ...sharedIdeas[objective]].map(({ participation }) => participation);
        const taken = new Set(plans.map(({ participationMethod }) => participationMethod));
        expect(ways.filter((way) => !way.includes('{') && !taken.has(way))).toEqual([]);
      }
  });

  const figures = (plans: Plan[]) =>
    plans.map((plan) => [plan.estimatedCost, plan.estimatedParticipants, plan.revenuePerParticipant, plan.estimatedRoi].join()).join();
  const differ = <Value>(values: readonly Value[], plansFor: (value: Value) => Plan[]): void => {
    const plans = values.map(plansFor);
    expect(new Set(plans.map(text)).size).toBe(values.length);
    expect(new Set(plans.map(figures)).size).toBe(values.length);
  };

  it('plans differ by industry, in words and figures', () => {
    differ(Industry.options, (industry) => planByRules(request({ store: { ...request().store, industry } })));
  });

  it('plans differ by objective, in words, channels and figures', () => {
    differ(Objective.options, (objective) => planByRules(request({ objective })));
    const channels = Objective.options.map((objective) =>
      planByRules(request({ objective }))
        .map((plan) => plan.channels.join())
        .join('/'),
    );
    expect(new Set(channels).size).toBe(Objective.options.length);
  });

  it('plans differ by season, in words and figures, and each month has its own occasion', () => {
    const store = { ...request().store, industry: 'CAFE' as const };
    differ([0, 3, 6, 9], (month) => planByRules(request({ store, requestedAt: new Date(Date.UTC(2026, month, 15)) })));
    const months = Array.from({ length: 12 }, (_, month) => seasonAt(new Date(Date.UTC(2026, month, 15))).occasion);
    expect(new Set(months).size).toBe(12);
  });

  it('plans differ by region, in words and figures: in a county fewer people take part, and screens take the place of SNS', () => {
    const addresses = ['서울특별시 마포구 양화로 1', '경기도 수원시 팔달구', '강원특별자치도 홍천군 홍천읍 1'];
    differ(addresses, (address) => planByRules(request({ store: { ...request().store, address } })));
    const [metropolis, city, county] = addresses.map((address) => planByRules(request({ store: { ...request().store, address } })));
    const participants = [metropolis, city, county].map((plans) => plans![2]!.estimatedParticipants);
    expect(participants).toEqual([...participants].sort((a, b) => b - a));
    expect(county![0]!.channels).not.toContain('SNS');
    expect([metropolis, city, county].map((plans) => /마포구|수원시|홍천군/.exec(plans![0]!.rationale)?.[0])).toEqual([
      '마포구',
      '수원시',
      '홍천군',
    ]);
  });
});
