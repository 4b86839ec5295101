import { type OpenSpan, tracer } from '#kit/telemetry/tracer.ts';
import type { Operation } from '../operations.ts';

const LINKS = 32;

/**
 * The span of a change on its way to subscribers: in the trace of the change, linked to those of the subscriptions (32 at most). Null when
 * the subgraph did not tell the trace, as with telemetry off.
 *
 * @param field the subscription's
 */
export const startPush = (cause: unknown, field: string, subscribers: Iterable<Operation>): OpenSpan | null =>
  typeof cause === 'string'
    ? (tracer()?.start({
        name: `push ${field}`,
        kind: 'producer',
        parent: cause,
        attributes: { 'madang.subscription.field': field },
        links: [...subscribers].slice(0, LINKS).map(({ headers }) => headers.traceparent),
      }) ?? null)
    : null;
