import { type ExecutionResult, GraphQLError } from 'graphql';
import type { Asking, Operation } from '../operations.ts';
import type { PlannedOperation } from '../plan/plan-operation.ts';
import { coerceVariables } from '../plan/variables.ts';
import { toGraphQLError } from '../public-errors.ts';
import { type Channel, type ChannelParts, createChannel } from './channel.ts';
import { giveOnce, type Outlet } from './outlet.ts';
import { shareKey } from './share-key.ts';

/** Somebody who subscribes. */
export type Joining = {
  planned: PlannedOperation;
  /** Equal for equal plans. */
  planKey: string;
  operation: Operation;
  /** What somebody sees of an answer. */
  maskFor: (asking: Asking) => (result: ExecutionResult) => ExecutionResult;
};

/** All running subscriptions, each shared by all who may see the same. */
export type Channels = {
  /** Subscribes; the outlet gets everything, errors included. Returns the way to leave. */
  join(joining: Joining, outlet: Outlet): () => void;
  /** Splices every subscription over to another generation's plan of it; one that has none ends with its errors. */
  adopt(planAnew: (operation: Operation) => PlannedOperation | readonly GraphQLError[]): void;
};

export const createChannels = (parts: ChannelParts): Channels => {
  const channels = new Set<Channel>();
  const shared = new Map<string, Channel[]>();
  const begin = (key: string | null, options: Omit<Parameters<typeof createChannel>[1], 'onEnd'>): Channel => {
    const onEnd = (): void => {
      channels.delete(channel);
      if (key === null) return;
      const left = (shared.get(key) ?? []).filter((other) => other !== channel);
      if (left.length > 0) shared.set(key, left);
      else shared.delete(key);
    };
    const channel = createChannel(parts, { ...options, onEnd });
    channels.add(channel);
    if (key !== null) shared.set(key, [...(shared.get(key) ?? []), channel]);
    return channel;
  };
  return {
    join: (joining, outlet) => {
      const { planned, operation, maskFor } = joining;
      const { coerced, errors } = coerceVariables(planned, operation.variables);
      if (!coerced) return giveOnce(outlet, maskFor(operation)({ errors }));
      const key = shareKey(joining, coerced);
      const { field, firstAfter } = planned.subscription!;
      const after = field.kind === 'feed' ? (operation.after ?? firstAfter(coerced) ?? undefined) : undefined;
      const known = key === null ? undefined : shared.get(key)?.find((channel) => channel.knows(after));
      const channel = known ?? begin(key, { planned, operation, after, maskFor });
      return channel.join(operation, outlet, after);
    },
    adopt: (planAnew) => {
      for (const channel of [...channels]) channel.adopt(attempt(() => planAnew(channel.operation)));
    },
  };
};

const attempt = (plan: () => PlannedOperation | readonly GraphQLError[]): PlannedOperation | readonly GraphQLError[] => {
  try {
    return plan();
  } catch (error) {
    const { message, extensions } = toGraphQLError(error);
    return [new GraphQLError(message, { extensions: { ...extensions, reason: 'SUPERGRAPH_CHANGED' } })];
  }
};
