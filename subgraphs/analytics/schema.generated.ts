// Made by `npm run codegen` from schema.graphql and the types that parents.ts exports. Do not edit.
import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
import type { Event as EventParent, User as UserParent, EventAnalytics as EventAnalyticsParent, UserAnalytics as UserAnalyticsParent } from './parents.ts';
import type { RequestContext } from './context.ts';
export type Maybe<T> = T | null;
export type InputMaybe<T> = Maybe<T>;
export type Omit<T, K extends keyof T> = Pick<T, Exclude<keyof T, K>>;
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

/** What is pushed. */
export type Subscription = {
  __typename?: 'Subscription';
  /** The statistics of one's own event. */
  eventDashboard: EventAnalytics;
  /** The statistics of all of one's own events. */
  userDashboard: UserAnalytics;
};


/** What is pushed. */
export type SubscriptionEventDashboardArgs = {
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

/** The statistics of one event. */
export type EventAnalytics = {
  __typename?: 'EventAnalytics';
  /** The event. */
  event?: Maybe<Event>;
  /** How many people take part. */
  participants: Scalars['Int']['output'];
  /** Entries of the last 24 hours less those of the 24 hours before. */
  participantsDelta: Scalars['Int']['output'];
  /** The sum of the channels' impressions. */
  totalViews: Scalars['Int']['output'];
  /** Participants ÷ views × 100; 0 without views. */
  conversionRate: Scalars['Decimal']['output'];
  /** The plan's cost and the channels' costs, in won. */
  totalCost: Scalars['Decimal']['output'];
  /** Participants × what each brings, in won. */
  revenue: Scalars['Decimal']['output'];
  /** (revenue − total cost) ÷ total cost × 100; null when nothing was spent. */
  roi?: Maybe<Scalars['Decimal']['output']>;
  /** The return on investment that the owner aims at, in per cent. */
  targetRoi: Scalars['Decimal']['output'];
  /** Each channel of the event. */
  channels: Array<ChannelPerformance>;
  /** Entries by hour or day. */
  timeline: Array<TimelinePoint>;
  /** Grows with every change. */
  version: Scalars['Int']['output'];
  /** When it last changed. */
  updatedAt: Scalars['DateTime']['output'];
};


/** The statistics of one event. */
export type EventAnalyticsTimelineArgs = {
  interval: Interval;
  from?: InputMaybe<Scalars['DateTime']['input']>;
  to?: InputMaybe<Scalars['DateTime']['input']>;
};

/** What one channel achieved. */
export type ChannelPerformance = {
  __typename?: 'ChannelPerformance';
  /** The channel. */
  channel: Channel;
  /** How often it was seen: expected at first, then measured. */
  impressions: Scalars['Int']['output'];
  /** How many people came from it. */
  participants: Scalars['Int']['output'];
  /** Participants ÷ impressions × 100; 0 without impressions. */
  conversionRate: Scalars['Decimal']['output'];
  /** What the channel cost, in won. */
  cost: Scalars['Decimal']['output'];
  /** The return on the channel's own cost, in per cent; null when nothing was spent. */
  roi?: Maybe<Scalars['Decimal']['output']>;
};

/** How wide a point of a timeline is. */
export type Interval =
  /** An hour. */
  | 'HOUR'
  /** A day, in Korean time. */
  | 'DAY';

/** A point of a timeline. */
export type TimelinePoint = {
  __typename?: 'TimelinePoint';
  /** When the interval begins. */
  at: Scalars['DateTime']['output'];
  /** How many entries were made in it. */
  participants: Scalars['Int']['output'];
};

/** The return on one event. */
export type EventRoi = {
  __typename?: 'EventRoi';
  /** The event. */
  event?: Maybe<Event>;
  /** The plan's cost and the channels' costs, in won. */
  totalCost: Scalars['Decimal']['output'];
  /** Participants × what each brings, in won. */
  revenue: Scalars['Decimal']['output'];
  /** (revenue − total cost) ÷ total cost × 100; null when nothing was spent. */
  roi?: Maybe<Scalars['Decimal']['output']>;
  /** The return on investment that the owner aims at, in per cent. */
  targetRoi: Scalars['Decimal']['output'];
};

/** The statistics of all events of one owner. */
export type UserAnalytics = {
  __typename?: 'UserAnalytics';
  /** The owner. */
  user?: Maybe<User>;
  /** How many events there are. */
  events: Scalars['Int']['output'];
  /** How many people take part, in all events. */
  participants: Scalars['Int']['output'];
  /** Entries of the last 24 hours less those of the 24 hours before. */
  participantsDelta: Scalars['Int']['output'];
  /** The sum of the events' views. */
  totalViews: Scalars['Int']['output'];
  /** The sum of the events' costs, in won. */
  totalCost: Scalars['Decimal']['output'];
  /** The sum of the events' revenue, in won. */
  revenue: Scalars['Decimal']['output'];
  /** (revenue − total cost) ÷ total cost × 100; null when nothing was spent. */
  roi?: Maybe<Scalars['Decimal']['output']>;
  /** Each channel, over all events. */
  channels: Array<ChannelPerformance>;
  /** Each event's return. */
  roiDetails: Array<EventRoi>;
  /** Entries by hour or day, over all events. */
  timeline: Array<TimelinePoint>;
  /** Grows with every change: the sum of the events' versions. */
  version: Scalars['Int']['output'];
  /** When it last changed. */
  updatedAt: Scalars['DateTime']['output'];
};


/** The statistics of all events of one owner. */
export type UserAnalyticsTimelineArgs = {
  interval: Interval;
  from?: InputMaybe<Scalars['DateTime']['input']>;
  to?: InputMaybe<Scalars['DateTime']['input']>;
};

export type Event = {
  __typename?: 'Event';
  id: Scalars['ID']['output'];
  /** The statistics of the event. The owner's only. */
  analytics?: Maybe<EventAnalytics>;
};

export type User = {
  __typename?: 'User';
  id: Scalars['ID']['output'];
  /** The statistics of all of the owner's events. The owner's only. */
  analytics?: Maybe<UserAnalytics>;
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
  User: User;
};

/** Mapping of federation reference types */
export type FederationReferenceTypes = {
  Event:
    ( { __typename: 'Event' }
    & GraphQLRecursivePick<FederationTypes['Event'], {"id":true}> );
  User:
    ( { __typename: 'User' }
    & GraphQLRecursivePick<FederationTypes['User'], {"id":true}> );
};



/** Mapping between all available schema types and the resolvers types */
export type ResolversTypes = {
  DateTime: ResolverTypeWrapper<Scalars['DateTime']['output']>;
  Decimal: ResolverTypeWrapper<Scalars['Decimal']['output']>;
  Subscription: ResolverTypeWrapper<Record<PropertyKey, never>>;
  ID: ResolverTypeWrapper<Scalars['ID']['output']>;
  Channel: Channel;
  EventAnalytics: ResolverTypeWrapper<EventAnalyticsParent>;
  Int: ResolverTypeWrapper<Scalars['Int']['output']>;
  ChannelPerformance: ResolverTypeWrapper<ChannelPerformance>;
  Interval: Interval;
  TimelinePoint: ResolverTypeWrapper<TimelinePoint>;
  EventRoi: ResolverTypeWrapper<Omit<EventRoi, 'event'> & { event?: Maybe<ResolversTypes['Event']> }>;
  UserAnalytics: ResolverTypeWrapper<UserAnalyticsParent>;
  Event: ResolverTypeWrapper<EventParent>;
  User: ResolverTypeWrapper<UserParent>;
  String: ResolverTypeWrapper<Scalars['String']['output']>;
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>;
};

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  DateTime: Scalars['DateTime']['output'];
  Decimal: Scalars['Decimal']['output'];
  Subscription: Record<PropertyKey, never>;
  ID: Scalars['ID']['output'];
  EventAnalytics: EventAnalyticsParent;
  Int: Scalars['Int']['output'];
  ChannelPerformance: ChannelPerformance;
  TimelinePoint: TimelinePoint;
  EventRoi: Omit<EventRoi, 'event'> & { event?: Maybe<ResolversParentTypes['Event']> };
  UserAnalytics: UserAnalyticsParent;
  Event: EventParent;
  User: UserParent;
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

export type SubscriptionResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['Subscription'] = ResolversParentTypes['Subscription']> = {
  eventDashboard?: SubscriptionResolver<ResolversTypes['EventAnalytics'], "eventDashboard", ParentType, ContextType, RequireFields<SubscriptionEventDashboardArgs, 'eventId'>>;
  userDashboard?: SubscriptionResolver<ResolversTypes['UserAnalytics'], "userDashboard", ParentType, ContextType>;
};

export type EventAnalyticsResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['EventAnalytics'] = ResolversParentTypes['EventAnalytics']> = {
  event?: Resolver<Maybe<ResolversTypes['Event']>, ParentType, ContextType>;
  participants?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  participantsDelta?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  totalViews?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  conversionRate?: Resolver<ResolversTypes['Decimal'], ParentType, ContextType>;
  totalCost?: Resolver<ResolversTypes['Decimal'], ParentType, ContextType>;
  revenue?: Resolver<ResolversTypes['Decimal'], ParentType, ContextType>;
  roi?: Resolver<Maybe<ResolversTypes['Decimal']>, ParentType, ContextType>;
  targetRoi?: Resolver<ResolversTypes['Decimal'], ParentType, ContextType>;
  channels?: Resolver<Array<ResolversTypes['ChannelPerformance']>, ParentType, ContextType>;
  timeline?: Resolver<Array<ResolversTypes['TimelinePoint']>, ParentType, ContextType, RequireFields<EventAnalyticsTimelineArgs, 'interval'>>;
  version?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  updatedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
};

export type ChannelPerformanceResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['ChannelPerformance'] = ResolversParentTypes['ChannelPerformance']> = {
  channel?: Resolver<ResolversTypes['Channel'], ParentType, ContextType>;
  impressions?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  participants?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  conversionRate?: Resolver<ResolversTypes['Decimal'], ParentType, ContextType>;
  cost?: Resolver<ResolversTypes['Decimal'], ParentType, ContextType>;
  roi?: Resolver<Maybe<ResolversTypes['Decimal']>, ParentType, ContextType>;
};

export type TimelinePointResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['TimelinePoint'] = ResolversParentTypes['TimelinePoint']> = {
  at?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  participants?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type EventRoiResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['EventRoi'] = ResolversParentTypes['EventRoi']> = {
  event?: Resolver<Maybe<ResolversTypes['Event']>, ParentType, ContextType>;
  totalCost?: Resolver<ResolversTypes['Decimal'], ParentType, ContextType>;
  revenue?: Resolver<ResolversTypes['Decimal'], ParentType, ContextType>;
  roi?: Resolver<Maybe<ResolversTypes['Decimal']>, ParentType, ContextType>;
  targetRoi?: Resolver<ResolversTypes['Decimal'], ParentType, ContextType>;
};

export type UserAnalyticsResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['UserAnalytics'] = ResolversParentTypes['UserAnalytics']> = {
  user?: Resolver<Maybe<ResolversTypes['User']>, ParentType, ContextType>;
  events?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  participants?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  participantsDelta?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  totalViews?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  totalCost?: Resolver<ResolversTypes['Decimal'], ParentType, ContextType>;
  revenue?: Resolver<ResolversTypes['Decimal'], ParentType, ContextType>;
  roi?: Resolver<Maybe<ResolversTypes['Decimal']>, ParentType, ContextType>;
  channels?: Resolver<Array<ResolversTypes['ChannelPerformance']>, ParentType, ContextType>;
  roiDetails?: Resolver<Array<ResolversTypes['EventRoi']>, ParentType, ContextType>;
  timeline?: Resolver<Array<ResolversTypes['TimelinePoint']>, ParentType, ContextType, RequireFields<UserAnalyticsTimelineArgs, 'interval'>>;
  version?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  updatedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
};

export type EventResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['Event'] = ResolversParentTypes['Event'], FederationReferenceType extends FederationReferenceTypes['Event'] = FederationReferenceTypes['Event']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Event']> | FederationReferenceType, FederationReferenceType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  analytics?: Resolver<Maybe<ResolversTypes['EventAnalytics']>, ParentType, ContextType>;
};

export type UserResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['User'] = ResolversParentTypes['User'], FederationReferenceType extends FederationReferenceTypes['User'] = FederationReferenceTypes['User']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['User']> | FederationReferenceType, FederationReferenceType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  analytics?: Resolver<Maybe<ResolversTypes['UserAnalytics']>, ParentType, ContextType>;
};

type FieldOf<Parent> = Parent extends unknown ? keyof Parent : never;
type Complete<Fields, Parent> = Fields & Required<Pick<Fields, Exclude<keyof Fields, FieldOf<Parent> | `__${string}`>>>;

export type Resolvers<ContextType = RequestContext> = {
  DateTime?: GraphQLScalarType;
  Decimal?: GraphQLScalarType;
  Subscription?: Complete<SubscriptionResolvers<ContextType>, ResolversParentTypes['Subscription']>;
  EventAnalytics?: Complete<EventAnalyticsResolvers<ContextType>, ResolversParentTypes['EventAnalytics']>;
  ChannelPerformance?: Complete<ChannelPerformanceResolvers<ContextType>, ResolversParentTypes['ChannelPerformance']>;
  TimelinePoint?: Complete<TimelinePointResolvers<ContextType>, ResolversParentTypes['TimelinePoint']>;
  EventRoi?: Complete<EventRoiResolvers<ContextType>, ResolversParentTypes['EventRoi']>;
  UserAnalytics?: Complete<UserAnalyticsResolvers<ContextType>, ResolversParentTypes['UserAnalytics']>;
  Event?: Complete<EventResolvers<ContextType>, ResolversParentTypes['Event']>;
  User?: Complete<UserResolvers<ContextType>, ResolversParentTypes['User']>;
};

export type DirectiveResolvers<ContextType = RequestContext> = {
  live?: LiveDirectiveResolver<any, any, ContextType>;
};
