// Made by `npm run codegen` from schema.graphql and the types that parents.ts exports. Do not edit.
import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
import type { Distribution as DistributionParent, ChannelDistribution as ChannelDistributionParent, Event as EventParent } from './parents.ts';
import type { RequestContext } from './context.ts';
export type Maybe<T> = T | null;
export type InputMaybe<T> = Maybe<T>;
export type RequireFields<T, K extends keyof T> = Omit<T, K> & { [P in K]-?: NonNullable<T[P]> };
/** All built-in and custom scalars, mapped to their actual values */
export type Scalars = {
  ID: { input: string; output: string; }
  String: { input: string; output: string; }
  Boolean: { input: boolean; output: boolean; }
  Int: { input: number; output: number; }
  Float: { input: number; output: number; }
  /** A moment, RFC 3339, always with its offset: `2026-05-01T09:00:00Z`. */
  DateTime: { input: Date; output: Date | string; }
  /** An exact decimal number as a string, two digits after the point, rounded half up: `"12000.00"`. Money is in won. */
  Decimal: { input: string; output: string; }
  _FieldSet: { input: unknown; output: unknown; }
};

/** What can be changed. */
export type Mutation = {
  __typename?: 'Mutation';
  /** Sends an event to a channel that failed once more. `DIST_001` when it has not failed, `DIST_002` when it is not one of the event's. */
  retryDistribution: Distribution;
};


/** What can be changed. */
export type MutationRetryDistributionArgs = {
  eventId: Scalars['ID']['input'];
  channel: Channel;
};

/** What is pushed. */
export type Subscription = {
  __typename?: 'Subscription';
  /** How far one's own event is in its channels. */
  distribution: Distribution;
};


/** What is pushed. */
export type SubscriptionDistributionArgs = {
  eventId: Scalars['ID']['input'];
};

/** Where an event is shown. */
export type Channel =
  /** 우리동네TV: screens in the neighbourhood. */
  | 'URIDONGNE_TV'
  /** 지니TV: television at home. */
  | 'GENIE_TV'
  /** 링고비즈: the ring-back tone of the store's phone. */
  | 'RINGO_BIZ'
  /** SNS: social networks. */
  | 'SNS';

/** How far an event is in its channels. */
export type Distribution = {
  __typename?: 'Distribution';
  /** The event. */
  event?: Maybe<Event>;
  /** Follows from the channels' states. */
  status: DistributionStatus;
  /** Each channel of the event. */
  channels: Array<ChannelDistribution>;
  /** Grows with every change. */
  version: Scalars['Int']['output'];
  /** When the last channel finished. */
  completedAt?: Maybe<Scalars['DateTime']['output']>;
};

/** Follows from the channels' states. */
export type DistributionStatus =
  /** No channel has begun. */
  | 'PENDING'
  /** Some channel is not finished. */
  | 'RUNNING'
  /** Every channel is done. */
  | 'DONE'
  /** Some channels are done, the others failed or were cancelled. */
  | 'PARTIAL'
  /** Every channel failed. */
  | 'FAILED'
  /** The event ended before any channel was done. */
  | 'CANCELLED';

/** How far an event is in one channel. */
export type ChannelDistribution = {
  __typename?: 'ChannelDistribution';
  /** The channel. */
  channel: Channel;
  /** How far it is. */
  status: ChannelStatus;
  /** How often it was tried. */
  attempts: Scalars['Int']['output'];
  /** How many views the channel promises. */
  expectedViews: Scalars['Int']['output'];
  /** What the channel charges, in won. */
  cost: Scalars['Decimal']['output'];
  /** The channel's own name for it. */
  externalId?: Maybe<Scalars['String']['output']>;
  /** Why it failed last, in words for the owner: English or Korean by `Accept-Language`. */
  error?: Maybe<Scalars['String']['output']>;
  /** When it finished. */
  completedAt?: Maybe<Scalars['DateTime']['output']>;
};

/** How far an event is in one channel. */
export type ChannelStatus =
  /** Waiting for its turn. */
  | 'PENDING'
  /** On its way. */
  | 'SENDING'
  /** The channel has it. */
  | 'DONE'
  /** The channel did not take it; it will be tried again. */
  | 'FAILED'
  /** The event ended first. */
  | 'CANCELLED';

export type Event = {
  __typename?: 'Event';
  id: Scalars['ID']['output'];
  /** How far the event is in its channels. The owner's only. */
  distribution?: Maybe<Distribution>;
};



export type ResolverTypeWrapper<T> = Promise<T> | T;

export type ReferenceResolver<TResult, TReference, TContext> = (
      reference: TReference,
      context: TContext,
      info: GraphQLResolveInfo
    ) => Promise<TResult> | TResult;

      type ScalarCheck<T, S> = S extends true ? T : NullableCheck<T, S>;
      type NullableCheck<T, S> = Maybe<T> extends T ? Maybe<ListCheck<NonNullable<T>, S>> : ListCheck<T, S>;
      type ListCheck<T, S> = T extends (infer U)[] ? NullableCheck<U, S>[] : GraphQLRecursivePick<T, S>;
      export type GraphQLRecursivePick<T, S> = { [K in keyof T & keyof S]: ScalarCheck<T[K], S[K]> };
    

export type ResolverWithResolve<TResult, TParent, TContext, TArgs> = {
  resolve: ResolverFn<TResult, TParent, TContext, TArgs>;
};
export type Resolver<TResult, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> = ResolverFn<TResult, TParent, TContext, TArgs> | ResolverWithResolve<TResult, TParent, TContext, TArgs>;

export type ResolverFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => Promise<TResult> | TResult;

export type SubscriptionSubscribeFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => AsyncIterable<TResult> | Promise<AsyncIterable<TResult>>;

export type SubscriptionResolveFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => TResult | Promise<TResult>;

export interface SubscriptionSubscriberObject<TResult, TKey extends string, TParent, TContext, TArgs> {
  subscribe: SubscriptionSubscribeFn<{ [key in TKey]: TResult }, TParent, TContext, TArgs>;
  resolve?: SubscriptionResolveFn<TResult, { [key in TKey]: TResult }, TContext, TArgs>;
}

export interface SubscriptionResolverObject<TResult, TParent, TContext, TArgs> {
  subscribe: SubscriptionSubscribeFn<any, TParent, TContext, TArgs>;
  resolve: SubscriptionResolveFn<TResult, any, TContext, TArgs>;
}

export type SubscriptionObject<TResult, TKey extends string, TParent, TContext, TArgs> =
  | SubscriptionSubscriberObject<TResult, TKey, TParent, TContext, TArgs>
  | SubscriptionResolverObject<TResult, TParent, TContext, TArgs>;

export type SubscriptionResolver<TResult, TKey extends string, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> =
  | ((...args: any[]) => SubscriptionObject<TResult, TKey, TParent, TContext, TArgs>)
  | SubscriptionObject<TResult, TKey, TParent, TContext, TArgs>;

export type TypeResolveFn<TTypes, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>> = (
  parent: TParent,
  context: TContext,
  info: GraphQLResolveInfo
) => Maybe<TTypes> | Promise<Maybe<TTypes>>;

export type IsTypeOfResolverFn<T = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>> = (obj: T, context: TContext, info: GraphQLResolveInfo) => boolean | Promise<boolean>;

export type NextResolverFn<T> = () => Promise<T>;

export type DirectiveResolverFn<TResult = Record<PropertyKey, never>, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> = (
  next: NextResolverFn<TResult>,
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => TResult | Promise<TResult>;

/** Mapping of federation types */
export type FederationTypes = {
  Event: Event;
};

/** Mapping of federation reference types */
export type FederationReferenceTypes = {
  Event:
    ( { __typename: 'Event' }
    & GraphQLRecursivePick<FederationTypes['Event'], {"id":true}> );
};



/** Mapping between all available schema types and the resolvers types */
export type ResolversTypes = {
  DateTime: ResolverTypeWrapper<Scalars['DateTime']['output']>;
  Decimal: ResolverTypeWrapper<Scalars['Decimal']['output']>;
  Mutation: ResolverTypeWrapper<Record<PropertyKey, never>>;
  ID: ResolverTypeWrapper<Scalars['ID']['output']>;
  Subscription: ResolverTypeWrapper<Record<PropertyKey, never>>;
  Channel: Channel;
  Distribution: ResolverTypeWrapper<DistributionParent>;
  Int: ResolverTypeWrapper<Scalars['Int']['output']>;
  DistributionStatus: DistributionStatus;
  ChannelDistribution: ResolverTypeWrapper<ChannelDistributionParent>;
  ChannelStatus: ChannelStatus;
  Event: ResolverTypeWrapper<EventParent>;
  String: ResolverTypeWrapper<Scalars['String']['output']>;
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>;
};

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  DateTime: Scalars['DateTime']['output'];
  Decimal: Scalars['Decimal']['output'];
  Mutation: Record<PropertyKey, never>;
  ID: Scalars['ID']['output'];
  Subscription: Record<PropertyKey, never>;
  Distribution: DistributionParent;
  Int: Scalars['Int']['output'];
  ChannelDistribution: ChannelDistributionParent;
  Event: EventParent;
  String: Scalars['String']['output'];
  Boolean: Scalars['Boolean']['output'];
};

export type LiveDirectiveArgs = {
  version?: Scalars['String']['input'];
};

export type LiveDirectiveResolver<Result, Parent, ContextType = RequestContext, Args = LiveDirectiveArgs> = DirectiveResolverFn<Result, Parent, ContextType, Args>;

export interface DateTimeScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['DateTime'], any> {
  name: 'DateTime';
}

export interface DecimalScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['Decimal'], any> {
  name: 'Decimal';
}

export type MutationResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['Mutation'] = ResolversParentTypes['Mutation']> = {
  retryDistribution?: Resolver<ResolversTypes['Distribution'], ParentType, ContextType, RequireFields<MutationRetryDistributionArgs, 'eventId' | 'channel'>>;
};

export type SubscriptionResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['Subscription'] = ResolversParentTypes['Subscription']> = {
  distribution?: SubscriptionResolver<ResolversTypes['Distribution'], "distribution", ParentType, ContextType, RequireFields<SubscriptionDistributionArgs, 'eventId'>>;
};

export type DistributionResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['Distribution'] = ResolversParentTypes['Distribution']> = {
  event?: Resolver<Maybe<ResolversTypes['Event']>, ParentType, ContextType>;
  status?: Resolver<ResolversTypes['DistributionStatus'], ParentType, ContextType>;
  channels?: Resolver<Array<ResolversTypes['ChannelDistribution']>, ParentType, ContextType>;
  version?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  completedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
};

export type ChannelDistributionResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['ChannelDistribution'] = ResolversParentTypes['ChannelDistribution']> = {
  channel?: Resolver<ResolversTypes['Channel'], ParentType, ContextType>;
  status?: Resolver<ResolversTypes['ChannelStatus'], ParentType, ContextType>;
  attempts?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  expectedViews?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  cost?: Resolver<ResolversTypes['Decimal'], ParentType, ContextType>;
  externalId?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  error?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  completedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
};

export type EventResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['Event'] = ResolversParentTypes['Event'], FederationReferenceType extends FederationReferenceTypes['Event'] = FederationReferenceTypes['Event']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Event']> | FederationReferenceType, FederationReferenceType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  distribution?: Resolver<Maybe<ResolversTypes['Distribution']>, ParentType, ContextType>;
};

type FieldOf<Parent> = Parent extends unknown ? keyof Parent : never;
type Complete<Fields, Parent> = Fields & Required<Pick<Fields, Exclude<keyof Fields, FieldOf<Parent> | `__${string}`>>>;

export type Resolvers<ContextType = RequestContext> = {
  DateTime?: GraphQLScalarType;
  Decimal?: GraphQLScalarType;
  Mutation?: Complete<MutationResolvers<ContextType>, ResolversParentTypes['Mutation']>;
  Subscription?: Complete<SubscriptionResolvers<ContextType>, ResolversParentTypes['Subscription']>;
  Distribution?: Complete<DistributionResolvers<ContextType>, ResolversParentTypes['Distribution']>;
  ChannelDistribution?: Complete<ChannelDistributionResolvers<ContextType>, ResolversParentTypes['ChannelDistribution']>;
  Event?: Complete<EventResolvers<ContextType>, ResolversParentTypes['Event']>;
};

export type DirectiveResolvers<ContextType = RequestContext> = {
  live?: LiveDirectiveResolver<any, any, ContextType>;
};
