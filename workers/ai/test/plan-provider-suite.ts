import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Industry, Objective } from '#schema/enums.ts';
import { checkedPlans, type PlanProvider, type PlanRequest } from '../plan-provider.ts';

type Subject = { provider: PlanProvider; dispose: () => Promise<void> };

export const planRequest = (over: Partial<PlanRequest> = {}): PlanRequest => ({
  objective: 'REVISIT',
  store: { name: '마당 카페', industry: 'CAFE', address: '부산 해운대구' },
  requestedAt: new Date('2026-04-10T03:00:00Z'),
  variation: 'job',
  deadline: new Date(Date.now() + 300_000),
  ...over,
});

/** What every provider of plans does, whoever thinks them up. */
export const planProviderSuite = (name: string, create: () => Promise<Subject>): void => {
  describe(`the plan provider: ${name}`, () => {
    let subject: Subject;
    beforeAll(async () => {
      subject = await create();
    });
    afterAll(() => subject.dispose());
    const { signal } = new AbortController();

    it('makes three plans, one a budget tier, that pass the schema, and says that they are its own', async () => {
      const plans = await subject.provider.plan(planRequest(), signal);
      expect(checkedPlans(plans)).toEqual(plans);
      expect(plans.map(({ tier, source }) => [tier, source])).toEqual([
        ['LOW', name],
        ['MEDIUM', name],
        ['HIGH', name],
      ]);
    });

    it('makes them for every industry and objective', async () => {
      for (const industry of Industry.options)
        for (const objective of Objective.options) {
          const plans = await subject.provider.plan(planRequest({ objective, store: { ...planRequest().store, industry } }), signal);
          expect(() => checkedPlans(plans)).not.toThrow();
        }
    });

    it('rejects as soon as nobody waits for them', async () => {
      const left = AbortSignal.abort(new Error('nobody waits'));
      await expect(subject.provider.plan(planRequest(), left)).rejects.toThrow('nobody waits');
    });
  });
};
