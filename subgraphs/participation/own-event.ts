import { requireIdentity, requireOwner } from '#kit/identity.ts';
import type { RequestContext } from './context.ts';
import type { EventRow } from './event.entity.ts';

/** An event of the one who asks; null when it is not known. `UNAUTHENTICATED` for nobody, `FORBIDDEN` for somebody else. */
export const ownEvent = async (ctx: RequestContext, id: string): Promise<EventRow | null> => {
  requireIdentity(ctx);
  const event = await ctx.load.event(id);
  if (event !== null) requireOwner(ctx, event.ownerId);
  return event;
};
