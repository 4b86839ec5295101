import { longReaction } from '#kit/reaction.ts';
import { errorCatalogue } from '#schema/errors.ts';
import { RecommendationsRequested, type RecommendationsRequestedData } from '#schema/events/event.ts';
import type { Context } from './context.ts';
import type { Plan } from './plan.ts';
import { checkedPlans } from './plan-provider.ts';
import { advanceJob, savePlans } from './recommendation-job.ts';

const BEGUN = 10;
const PLANNED = 80;

const nothingMore = async (): Promise<void> => {};

/**
 * Makes the plans of one request: RUNNING, plan, check, save, SUCCEEDED, each a state that is pushed. A job that is over, by its status
 * or its deadline, is left alone, also by a worker that comes late; a killed worker's job is taken up again from the start.
 * What the provider cannot do ends as FAILED with `AI_001`; a store that is away throws, and the request is tried again.
 */
export const onRecommendationsRequested = longReaction({
  name: 'ai.recommend',
  on: [RecommendationsRequested],
  work: async (ctx: Context, { data: request }, signal) => {
    if (!(await advanceJob(ctx, request, { status: 'RUNNING', progress: BEGUN }))) return nothingMore;
    const plans = await planned(ctx, request, signal);
    if (plans === null) {
      await advanceJob(ctx, request, { status: 'FAILED', error: { code: 'AI_001', message: errorCatalogue.AI_001 } });
      return nothingMore;
    }
    if (await advanceJob(ctx, request, { status: 'RUNNING', progress: PLANNED })) {
      await savePlans(ctx, request, plans);
      await advanceJob(ctx, request, { status: 'SUCCEEDED' });
    }
    return nothingMore;
  },
});

/** The provider's plans, checked; null when it failed or the time was up. Throws when `signal` aborts: then the work is another's. */
const planned = async (
  { provider, log, now }: Context,
  request: RecommendationsRequestedData,
  signal: AbortSignal,
): Promise<Plan[] | null> => {
  const deadline = new Date(request.deadline);
  const left = Math.max(0, deadline.getTime() - now().getTime());
  const limited = AbortSignal.any([signal, AbortSignal.timeout(left)]);
  const { jobId, objective, store, requestedAt } = request;
  try {
    return checkedPlans(await provider.plan({ objective, store, requestedAt: new Date(requestedAt), variation: jobId, deadline }, limited));
  } catch (error) {
    signal.throwIfAborted();
    log.error({ err: error, jobId, provider: provider.name }, 'no plans could be made');
    return null;
  }
};
