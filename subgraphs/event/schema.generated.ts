// Made by `npm run codegen` from schema.graphql and the types that parents.ts exports. Do not edit.
import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
import type { Event as EventParent, EventDraft as EventDraftParent, RecommendationJob as RecommendationJobParent, Recommendation as RecommendationParent, Image as ImageParent } from './parents.ts';
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
  /** An absolute URL, or a path on the gateway: `new URL(value, gateway)` makes either one whole. */
  URL: { input: string; output: string; }
  _FieldSet: { input: unknown; output: unknown; }
};

/** What can be read. */
export type Query = {
  __typename?: 'Query';
  /** An event. Public; what is the owner's only is null for others and named in `errors`. */
  event?: Maybe<Event>;
  /** A draft of one's own. */
  eventDraft?: Maybe<EventDraft>;
  /** A job of one's own that makes recommendations. */
  recommendationJob?: Maybe<RecommendationJob>;
  /** One's own drafts that have not expired, the newest first. */
  myDrafts: Array<EventDraft>;
  /** One's own events, the newest first. */
  myEvents: EventConnection;
};


/** What can be read. */
export type QueryEventArgs = {
  id: Scalars['ID']['input'];
};


/** What can be read. */
export type QueryEventDraftArgs = {
  id: Scalars['ID']['input'];
};


/** What can be read. */
export type QueryRecommendationJobArgs = {
  id: Scalars['ID']['input'];
};


/** What can be read. */
export type QueryMyEventsArgs = {
  status?: InputMaybe<EventStatus>;
  search?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
};

/** What can be changed. */
export type Mutation = {
  __typename?: 'Mutation';
  /** Starts an event by its objective. The event will have the draft's id. */
  createEventDraft: EventDraft;
  /** Has three plans made, one for each budget tier. While such a job runs, gives that one. */
  requestRecommendations: RecommendationJob;
  /** Takes one of the draft's recommendations, edited if wished. `EVENT_004` when it is not one of them, `EVENT_005` when `version` is not the draft's. */
  chooseRecommendation: EventDraft;
  /** Takes one of the draft's images. `EVENT_004` when it is not one of them, `EVENT_005` when `version` is not the draft's. */
  chooseImage: EventDraft;
  /** Sets where the event will be shown. `EVENT_005` when `version` is not the draft's. */
  chooseChannels: EventDraft;
  /** Sets when the event runs. `EVENT_005` when `version` is not the draft's. */
  schedule: EventDraft;
  /** The final approval: makes the event of a complete draft, once, however often it is called. `EVENT_003` when something is missing. */
  publishEvent: Event;
  /** Ends an event before its date. `EVENT_002` when it has ended. */
  endEvent: Event;
  /** Gives a draft up. `EVENT_002` when it was published. */
  discardDraft: Scalars['Boolean']['output'];
};


/** What can be changed. */
export type MutationCreateEventDraftArgs = {
  input: CreateEventDraftInput;
};


/** What can be changed. */
export type MutationRequestRecommendationsArgs = {
  draftId: Scalars['ID']['input'];
};


/** What can be changed. */
export type MutationChooseRecommendationArgs = {
  draftId: Scalars['ID']['input'];
  recommendationId: Scalars['ID']['input'];
  edit?: InputMaybe<RecommendationEdit>;
  version?: InputMaybe<Scalars['Int']['input']>;
};


/** What can be changed. */
export type MutationChooseImageArgs = {
  draftId: Scalars['ID']['input'];
  imageId: Scalars['ID']['input'];
  version?: InputMaybe<Scalars['Int']['input']>;
};


/** What can be changed. */
export type MutationChooseChannelsArgs = {
  draftId: Scalars['ID']['input'];
  channels: Array<Channel>;
  version?: InputMaybe<Scalars['Int']['input']>;
};


/** What can be changed. */
export type MutationScheduleArgs = {
  draftId: Scalars['ID']['input'];
  startsAt: Scalars['DateTime']['input'];
  endsAt: Scalars['DateTime']['input'];
  version?: InputMaybe<Scalars['Int']['input']>;
};


/** What can be changed. */
export type MutationPublishEventArgs = {
  draftId: Scalars['ID']['input'];
};


/** What can be changed. */
export type MutationEndEventArgs = {
  id: Scalars['ID']['input'];
};


/** What can be changed. */
export type MutationDiscardDraftArgs = {
  id: Scalars['ID']['input'];
};

/** What is pushed. */
export type Subscription = {
  __typename?: 'Subscription';
  /** A job of one's own that makes recommendations; completes after its final status. */
  recommendationJob: RecommendationJob;
};


/** What is pushed. */
export type SubscriptionRecommendationJobArgs = {
  id: Scalars['ID']['input'];
};

/** What an event is for. */
export type Objective =
  /** Win new customers. */
  | 'NEW_CUSTOMERS'
  /** Bring customers back. */
  | 'REVISIT'
  /** Sell more. */
  | 'SALES'
  /** Become known. */
  | 'AWARENESS';

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

/** What a store does. */
export type Industry =
  /** Restaurants and bars. */
  | 'RESTAURANT'
  /** Cafés and bakeries. */
  | 'CAFE'
  /** Shops that sell goods. */
  | 'RETAIL'
  /** Hair, nails, skin. */
  | 'BEAUTY'
  /** Gyms and studios. */
  | 'FITNESS'
  /** Schools and private lessons. */
  | 'EDUCATION'
  /** Any other service. */
  | 'SERVICE'
  /** None of the others. */
  | 'OTHER';

/** How far a job is. */
export type JobStatus =
  /** Accepted, not begun. */
  | 'QUEUED'
  /** Being worked on. */
  | 'RUNNING'
  /** Finished with its results. Final. */
  | 'SUCCEEDED'
  /** Given up; `error` says why. Final. */
  | 'FAILED'
  /** Not finished by its deadline. Final. */
  | 'TIMED_OUT';

/** Work that takes a while and ends. */
export type Job = {
  /** The job's id. */
  id: Scalars['ID']['output'];
  /** How far it is. */
  status: JobStatus;
  /** From 0 to 100. */
  progress: Scalars['Int']['output'];
  /** Why it failed. */
  error?: Maybe<JobError>;
  /** Grows with every change. */
  version: Scalars['Int']['output'];
  /** When it was asked for. */
  requestedAt: Scalars['DateTime']['output'];
  /** When it reached its final status. */
  finishedAt?: Maybe<Scalars['DateTime']['output']>;
};

/** Why a job failed. */
export type JobError = {
  __typename?: 'JobError';
  /** A code of the error catalogue. */
  code: Scalars['String']['output'];
  /** What to do about it. */
  message: Scalars['String']['output'];
};

/** Where a page of a connection ends (Relay). */
export type PageInfo = {
  __typename?: 'PageInfo';
  /** Whether there are items after this page. */
  hasNextPage: Scalars['Boolean']['output'];
  /** Whether there are items before this page. */
  hasPreviousPage: Scalars['Boolean']['output'];
  /** The cursor of the page's first item. */
  startCursor?: Maybe<Scalars['String']['output']>;
  /** The cursor of the page's last item. */
  endCursor?: Maybe<Scalars['String']['output']>;
};

/** A job that makes three plans for a draft, in 5 minutes at most. */
export type RecommendationJob = Job & {
  __typename?: 'RecommendationJob';
  /** The job's id. */
  id: Scalars['ID']['output'];
  /** How far it is. */
  status: JobStatus;
  /** From 0 to 100. */
  progress: Scalars['Int']['output'];
  /** Why it failed. */
  error?: Maybe<JobError>;
  /** Grows with every change. */
  version: Scalars['Int']['output'];
  /** When it was asked for. */
  requestedAt: Scalars['DateTime']['output'];
  /** When it reached its final status. */
  finishedAt?: Maybe<Scalars['DateTime']['output']>;
  /** The draft that the plans are for. */
  draft?: Maybe<EventDraft>;
  /** The three plans, once the job has succeeded; empty before. */
  recommendations: Array<Recommendation>;
};

/** A plan for an event, made for one store, objective and budget. */
export type Recommendation = {
  __typename?: 'Recommendation';
  /** The plan's id. */
  id: Scalars['ID']['output'];
  /** The budget it is made for. */
  tier: BudgetTier;
  /** The event's title. */
  title: Scalars['String']['output'];
  /** What happens, for customers. */
  description: Scalars['String']['output'];
  /** What can be won. */
  prize: Scalars['String']['output'];
  /** How to take part. */
  participationMethod: Scalars['String']['output'];
  /** Where to show it. */
  channels: Array<Channel>;
  /** What it costs in all, in won. */
  estimatedCost: Scalars['Decimal']['output'];
  /** How many people will take part. */
  estimatedParticipants: Scalars['Int']['output'];
  /** What each participant brings, in won. */
  revenuePerParticipant: Scalars['Decimal']['output'];
  /** The expected return on investment, in per cent. */
  estimatedRoi: Scalars['Decimal']['output'];
  /** Why this plan suits the store. */
  rationale: Scalars['String']['output'];
  /** Who made the plan: `anthropic`, `openai` or `rules`. */
  source: Scalars['String']['output'];
};

/** How much a plan spends. */
export type BudgetTier =
  /** As little as possible. */
  | 'LOW'
  /** A moderate amount. */
  | 'MEDIUM'
  /** A large amount. */
  | 'HIGH';

/** The store as it was when the event was begun. */
export type StoreSnapshot = {
  __typename?: 'StoreSnapshot';
  /** The store's name, as its customers know it. */
  name: Scalars['String']['output'];
  /** What the store does. */
  industry: Industry;
  /** Where the store is. */
  address: Scalars['String']['output'];
};

/** An event before its final approval; lives for 7 days from its last change. */
export type EventDraft = {
  __typename?: 'EventDraft';
  /** The draft's id, and the event's later. */
  id: Scalars['ID']['output'];
  /** Whose draft it is. */
  owner?: Maybe<User>;
  /** What the event is for. */
  objective: Objective;
  /** The store as it was when the event was begun. */
  store: StoreSnapshot;
  /** The newest job that makes recommendations for this draft. */
  recommendationJob?: Maybe<RecommendationJob>;
  /** The plan that was chosen, with the owner's edits. */
  chosen?: Maybe<Recommendation>;
  /** The image that was chosen. */
  image?: Maybe<Image>;
  /** Where the event will be shown. */
  channels: Array<Channel>;
  /** When the event opens. */
  startsAt?: Maybe<Scalars['DateTime']['output']>;
  /** When the event ends. */
  endsAt?: Maybe<Scalars['DateTime']['output']>;
  /** What has to be supplied before `publishEvent`: names of this type's fields. */
  missing: Array<Scalars['String']['output']>;
  /** Grows with every change. */
  version: Scalars['Int']['output'];
  /** When the draft is forgotten. */
  expiresAt: Scalars['DateTime']['output'];
};

/** An event that was approved. */
export type Event = {
  __typename?: 'Event';
  /** The event's id, which was its draft's. */
  id: Scalars['ID']['output'];
  /** Whose event it is. The owner's only. */
  owner?: Maybe<User>;
  /** What the event is for. */
  objective: Objective;
  /** Follows from the dates, an early end and now. */
  status: EventStatus;
  /** The store as it was when the event was begun. */
  store: StoreSnapshot;
  /** The event's title. */
  title: Scalars['String']['output'];
  /** What happens, for customers. */
  description: Scalars['String']['output'];
  /** What can be won. */
  prize: Scalars['String']['output'];
  /** How to take part. */
  participationMethod: Scalars['String']['output'];
  /** The image that was chosen. */
  image?: Maybe<Image>;
  /** All images that were made for the event. */
  images?: Maybe<Array<Image>>;
  /** Where the event is shown. */
  channels: Array<Channel>;
  /** When the event opens. */
  startsAt: Scalars['DateTime']['output'];
  /** When the event ends. */
  endsAt: Scalars['DateTime']['output'];
  /** When the event was approved. */
  createdAt: Scalars['DateTime']['output'];
  /** What the plan costs without the channels' own costs, in won. The owner's only. */
  estimatedCost?: Maybe<Scalars['Decimal']['output']>;
  /** The return on investment that the owner aims at, in per cent. The owner's only. */
  targetRoi?: Maybe<Scalars['Decimal']['output']>;
  /** What each participant brings, in won. The owner's only. */
  revenuePerParticipant?: Maybe<Scalars['Decimal']['output']>;
};

/** Where an event stands. */
export type EventStatus =
  /** Approved, not begun. */
  | 'SCHEDULED'
  /** People can take part. */
  | 'OPEN'
  /** Over, by its date or by its owner. */
  | 'ENDED';

/** A page of events (Relay). */
export type EventConnection = {
  __typename?: 'EventConnection';
  /** The events with their cursors. */
  edges: Array<EventEdge>;
  /** Where the page ends. */
  pageInfo: PageInfo;
};

/** An event in a page. */
export type EventEdge = {
  __typename?: 'EventEdge';
  /** Names this place for `after`. */
  cursor: Scalars['String']['output'];
  /** The event. */
  node: Event;
};

export type User = {
  __typename?: 'User';
  id: Scalars['ID']['output'];
};

export type Image = {
  __typename?: 'Image';
  id: Scalars['ID']['output'];
  url: Scalars['URL']['output'];
};

/** What starts a draft. */
export type CreateEventDraftInput = {
  /** What the event is for. */
  objective: Objective;
  /** The store: `name`, `industry` and `address` of `me.store`, without its other fields. */
  store: StoreSnapshotInput;
};

/** The store as it is now. */
export type StoreSnapshotInput = {
  /** The store's name, as its customers know it. */
  name: Scalars['String']['input'];
  /** What the store does. */
  industry: Industry;
  /** Where the store is. */
  address: Scalars['String']['input'];
};

/** The owner's words in place of the plan's; what is left out stays. */
export type RecommendationEdit = {
  /** The event's title. */
  title?: InputMaybe<Scalars['String']['input']>;
  /** What happens, for customers. */
  description?: InputMaybe<Scalars['String']['input']>;
  /** What can be won. */
  prize?: InputMaybe<Scalars['String']['input']>;
  /** The return on investment that the owner aims at, in per cent. */
  targetRoi?: InputMaybe<Scalars['Decimal']['input']>;
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
  RecommendationJob: RecommendationJob;
  EventDraft: EventDraft;
  Event: Event;
};

/** Mapping of federation reference types */
export type FederationReferenceTypes = {
  RecommendationJob:
    ( { __typename: 'RecommendationJob' }
    & GraphQLRecursivePick<FederationTypes['RecommendationJob'], {"id":true}> );
  EventDraft:
    ( { __typename: 'EventDraft' }
    & GraphQLRecursivePick<FederationTypes['EventDraft'], {"id":true}> );
  Event:
    ( { __typename: 'Event' }
    & GraphQLRecursivePick<FederationTypes['Event'], {"id":true}> );
};


/** Mapping of interface types */
export type ResolversInterfaceTypes<_RefType extends Record<string, unknown>> = {
  Job: ( RecommendationJobParent );
};

/** Mapping between all available schema types and the resolvers types */
export type ResolversTypes = {
  DateTime: ResolverTypeWrapper<Scalars['DateTime']['output']>;
  Decimal: ResolverTypeWrapper<Scalars['Decimal']['output']>;
  URL: ResolverTypeWrapper<Scalars['URL']['output']>;
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>;
  ID: ResolverTypeWrapper<Scalars['ID']['output']>;
  Int: ResolverTypeWrapper<Scalars['Int']['output']>;
  Mutation: ResolverTypeWrapper<Record<PropertyKey, never>>;
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>;
  Subscription: ResolverTypeWrapper<Record<PropertyKey, never>>;
  Objective: Objective;
  Channel: Channel;
  Industry: Industry;
  JobStatus: JobStatus;
  Job: ResolverTypeWrapper<ResolversInterfaceTypes<ResolversTypes>['Job']>;
  JobError: ResolverTypeWrapper<JobError>;
  PageInfo: ResolverTypeWrapper<PageInfo>;
  RecommendationJob: ResolverTypeWrapper<RecommendationJobParent>;
  Recommendation: ResolverTypeWrapper<RecommendationParent>;
  BudgetTier: BudgetTier;
  StoreSnapshot: ResolverTypeWrapper<StoreSnapshot>;
  EventDraft: ResolverTypeWrapper<EventDraftParent>;
  Event: ResolverTypeWrapper<EventParent>;
  EventStatus: EventStatus;
  EventConnection: ResolverTypeWrapper<Omit<EventConnection, 'edges'> & { edges: Array<ResolversTypes['EventEdge']> }>;
  EventEdge: ResolverTypeWrapper<Omit<EventEdge, 'node'> & { node: ResolversTypes['Event'] }>;
  User: ResolverTypeWrapper<User>;
  Image: ResolverTypeWrapper<ImageParent>;
  CreateEventDraftInput: CreateEventDraftInput;
  StoreSnapshotInput: StoreSnapshotInput;
  RecommendationEdit: RecommendationEdit;
  String: ResolverTypeWrapper<Scalars['String']['output']>;
};

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  DateTime: Scalars['DateTime']['output'];
  Decimal: Scalars['Decimal']['output'];
  URL: Scalars['URL']['output'];
  Query: Record<PropertyKey, never>;
  ID: Scalars['ID']['output'];
  Int: Scalars['Int']['output'];
  Mutation: Record<PropertyKey, never>;
  Boolean: Scalars['Boolean']['output'];
  Subscription: Record<PropertyKey, never>;
  Job: ResolversInterfaceTypes<ResolversParentTypes>['Job'];
  JobError: JobError;
  PageInfo: PageInfo;
  RecommendationJob: RecommendationJobParent;
  Recommendation: RecommendationParent;
  StoreSnapshot: StoreSnapshot;
  EventDraft: EventDraftParent;
  Event: EventParent;
  EventConnection: Omit<EventConnection, 'edges'> & { edges: Array<ResolversParentTypes['EventEdge']> };
  EventEdge: Omit<EventEdge, 'node'> & { node: ResolversParentTypes['Event'] };
  User: User;
  Image: ImageParent;
  CreateEventDraftInput: CreateEventDraftInput;
  StoreSnapshotInput: StoreSnapshotInput;
  RecommendationEdit: RecommendationEdit;
  String: Scalars['String']['output'];
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

export interface UrlScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['URL'], any> {
  name: 'URL';
}

export type QueryResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['Query'] = ResolversParentTypes['Query']> = {
  event?: Resolver<Maybe<ResolversTypes['Event']>, ParentType, ContextType, RequireFields<QueryEventArgs, 'id'>>;
  eventDraft?: Resolver<Maybe<ResolversTypes['EventDraft']>, ParentType, ContextType, RequireFields<QueryEventDraftArgs, 'id'>>;
  recommendationJob?: Resolver<Maybe<ResolversTypes['RecommendationJob']>, ParentType, ContextType, RequireFields<QueryRecommendationJobArgs, 'id'>>;
  myDrafts?: Resolver<Array<ResolversTypes['EventDraft']>, ParentType, ContextType>;
  myEvents?: Resolver<ResolversTypes['EventConnection'], ParentType, ContextType, Partial<QueryMyEventsArgs>>;
};

export type MutationResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['Mutation'] = ResolversParentTypes['Mutation']> = {
  createEventDraft?: Resolver<ResolversTypes['EventDraft'], ParentType, ContextType, RequireFields<MutationCreateEventDraftArgs, 'input'>>;
  requestRecommendations?: Resolver<ResolversTypes['RecommendationJob'], ParentType, ContextType, RequireFields<MutationRequestRecommendationsArgs, 'draftId'>>;
  chooseRecommendation?: Resolver<ResolversTypes['EventDraft'], ParentType, ContextType, RequireFields<MutationChooseRecommendationArgs, 'draftId' | 'recommendationId'>>;
  chooseImage?: Resolver<ResolversTypes['EventDraft'], ParentType, ContextType, RequireFields<MutationChooseImageArgs, 'draftId' | 'imageId'>>;
  chooseChannels?: Resolver<ResolversTypes['EventDraft'], ParentType, ContextType, RequireFields<MutationChooseChannelsArgs, 'draftId' | 'channels'>>;
  schedule?: Resolver<ResolversTypes['EventDraft'], ParentType, ContextType, RequireFields<MutationScheduleArgs, 'draftId' | 'startsAt' | 'endsAt'>>;
  publishEvent?: Resolver<ResolversTypes['Event'], ParentType, ContextType, RequireFields<MutationPublishEventArgs, 'draftId'>>;
  endEvent?: Resolver<ResolversTypes['Event'], ParentType, ContextType, RequireFields<MutationEndEventArgs, 'id'>>;
  discardDraft?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType, RequireFields<MutationDiscardDraftArgs, 'id'>>;
};

export type SubscriptionResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['Subscription'] = ResolversParentTypes['Subscription']> = {
  recommendationJob?: SubscriptionResolver<ResolversTypes['RecommendationJob'], "recommendationJob", ParentType, ContextType, RequireFields<SubscriptionRecommendationJobArgs, 'id'>>;
};

export type JobResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['Job'] = ResolversParentTypes['Job']> = {
  __resolveType: TypeResolveFn<'RecommendationJob', ParentType, ContextType>;
};

export type JobErrorResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['JobError'] = ResolversParentTypes['JobError']> = {
  code?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type PageInfoResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['PageInfo'] = ResolversParentTypes['PageInfo']> = {
  hasNextPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  hasPreviousPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  startCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  endCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type RecommendationJobResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['RecommendationJob'] = ResolversParentTypes['RecommendationJob'], FederationReferenceType extends FederationReferenceTypes['RecommendationJob'] = FederationReferenceTypes['RecommendationJob']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['RecommendationJob']> | FederationReferenceType, FederationReferenceType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  status?: Resolver<ResolversTypes['JobStatus'], ParentType, ContextType>;
  progress?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  error?: Resolver<Maybe<ResolversTypes['JobError']>, ParentType, ContextType>;
  version?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  requestedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  finishedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  draft?: Resolver<Maybe<ResolversTypes['EventDraft']>, ParentType, ContextType>;
  recommendations?: Resolver<Array<ResolversTypes['Recommendation']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type RecommendationResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['Recommendation'] = ResolversParentTypes['Recommendation']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  tier?: Resolver<ResolversTypes['BudgetTier'], ParentType, ContextType>;
  title?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  description?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  prize?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  participationMethod?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  channels?: Resolver<Array<ResolversTypes['Channel']>, ParentType, ContextType>;
  estimatedCost?: Resolver<ResolversTypes['Decimal'], ParentType, ContextType>;
  estimatedParticipants?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  revenuePerParticipant?: Resolver<ResolversTypes['Decimal'], ParentType, ContextType>;
  estimatedRoi?: Resolver<ResolversTypes['Decimal'], ParentType, ContextType>;
  rationale?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  source?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type StoreSnapshotResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['StoreSnapshot'] = ResolversParentTypes['StoreSnapshot']> = {
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  industry?: Resolver<ResolversTypes['Industry'], ParentType, ContextType>;
  address?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type EventDraftResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['EventDraft'] = ResolversParentTypes['EventDraft'], FederationReferenceType extends FederationReferenceTypes['EventDraft'] = FederationReferenceTypes['EventDraft']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['EventDraft']> | FederationReferenceType, FederationReferenceType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  owner?: Resolver<Maybe<ResolversTypes['User']>, ParentType, ContextType>;
  objective?: Resolver<ResolversTypes['Objective'], ParentType, ContextType>;
  store?: Resolver<ResolversTypes['StoreSnapshot'], ParentType, ContextType>;
  recommendationJob?: Resolver<Maybe<ResolversTypes['RecommendationJob']>, ParentType, ContextType>;
  chosen?: Resolver<Maybe<ResolversTypes['Recommendation']>, ParentType, ContextType>;
  image?: Resolver<Maybe<ResolversTypes['Image']>, ParentType, ContextType>;
  channels?: Resolver<Array<ResolversTypes['Channel']>, ParentType, ContextType>;
  startsAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  endsAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  missing?: Resolver<Array<ResolversTypes['String']>, ParentType, ContextType>;
  version?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  expiresAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
};

export type EventResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['Event'] = ResolversParentTypes['Event'], FederationReferenceType extends FederationReferenceTypes['Event'] = FederationReferenceTypes['Event']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Event']> | FederationReferenceType, FederationReferenceType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  owner?: Resolver<Maybe<ResolversTypes['User']>, ParentType, ContextType>;
  objective?: Resolver<ResolversTypes['Objective'], ParentType, ContextType>;
  status?: Resolver<ResolversTypes['EventStatus'], ParentType, ContextType>;
  store?: Resolver<ResolversTypes['StoreSnapshot'], ParentType, ContextType>;
  title?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  description?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  prize?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  participationMethod?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  image?: Resolver<Maybe<ResolversTypes['Image']>, ParentType, ContextType>;
  images?: Resolver<Maybe<Array<ResolversTypes['Image']>>, ParentType, ContextType>;
  channels?: Resolver<Array<ResolversTypes['Channel']>, ParentType, ContextType>;
  startsAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  endsAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  estimatedCost?: Resolver<Maybe<ResolversTypes['Decimal']>, ParentType, ContextType>;
  targetRoi?: Resolver<Maybe<ResolversTypes['Decimal']>, ParentType, ContextType>;
  revenuePerParticipant?: Resolver<Maybe<ResolversTypes['Decimal']>, ParentType, ContextType>;
};

export type EventConnectionResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['EventConnection'] = ResolversParentTypes['EventConnection']> = {
  edges?: Resolver<Array<ResolversTypes['EventEdge']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type EventEdgeResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['EventEdge'] = ResolversParentTypes['EventEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Event'], ParentType, ContextType>;
};

export type UserResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['User'] = ResolversParentTypes['User']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
};

export type ImageResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['Image'] = ResolversParentTypes['Image']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  url?: Resolver<ResolversTypes['URL'], ParentType, ContextType>;
};

type FieldOf<Parent> = Parent extends unknown ? keyof Parent : never;
type Complete<Fields, Parent> = Fields & Required<Pick<Fields, Exclude<keyof Fields, FieldOf<Parent> | `__${string}`>>>;

export type Resolvers<ContextType = RequestContext> = {
  DateTime?: GraphQLScalarType;
  Decimal?: GraphQLScalarType;
  URL?: GraphQLScalarType;
  Query?: Complete<QueryResolvers<ContextType>, ResolversParentTypes['Query']>;
  Mutation?: Complete<MutationResolvers<ContextType>, ResolversParentTypes['Mutation']>;
  Subscription?: Complete<SubscriptionResolvers<ContextType>, ResolversParentTypes['Subscription']>;
  Job?: Complete<JobResolvers<ContextType>, ResolversParentTypes['Job']>;
  JobError?: Complete<JobErrorResolvers<ContextType>, ResolversParentTypes['JobError']>;
  PageInfo?: Complete<PageInfoResolvers<ContextType>, ResolversParentTypes['PageInfo']>;
  RecommendationJob?: Complete<RecommendationJobResolvers<ContextType>, ResolversParentTypes['RecommendationJob']>;
  Recommendation?: Complete<RecommendationResolvers<ContextType>, ResolversParentTypes['Recommendation']>;
  StoreSnapshot?: Complete<StoreSnapshotResolvers<ContextType>, ResolversParentTypes['StoreSnapshot']>;
  EventDraft?: Complete<EventDraftResolvers<ContextType>, ResolversParentTypes['EventDraft']>;
  Event?: Complete<EventResolvers<ContextType>, ResolversParentTypes['Event']>;
  EventConnection?: Complete<EventConnectionResolvers<ContextType>, ResolversParentTypes['EventConnection']>;
  EventEdge?: Complete<EventEdgeResolvers<ContextType>, ResolversParentTypes['EventEdge']>;
  User?: Complete<UserResolvers<ContextType>, ResolversParentTypes['User']>;
  Image?: Complete<ImageResolvers<ContextType>, ResolversParentTypes['Image']>;
};

export type DirectiveResolvers<ContextType = RequestContext> = {
  live?: LiveDirectiveResolver<any, any, ContextType>;
};
