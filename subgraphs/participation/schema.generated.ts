// Made by `npm run codegen` from schema.graphql and the types that parents.ts exports. Do not edit.
import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
import type { Event as EventParent, Draw as DrawParent } from './parents.ts';
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
  /** An absolute URL, or a path on the gateway: `new URL(value, gateway)` makes either one whole. */
  URL: { input: string; output: string; }
  _FieldSet: { input: unknown; output: unknown; }
};

/** Who may share an answer. */
export type CacheControlScope =
  /** Everybody. */
  | 'PUBLIC'
  /** One person. */
  | 'PRIVATE';

/** What can be changed. */
export type Mutation = {
  __typename?: 'Mutation';
  /** Takes part in an event. Public. `PART_001` when it is not open, `PART_002` when the phone number already takes part, `PART_003` when the winners are drawn, `PART_005` when the event is not known yet. */
  participate: Participation;
  /** Draws the winners of one's own event, once: it closes entries. `PART_003` when they are drawn, `PART_004` when fewer people took part. */
  drawWinners: Draw;
};


/** What can be changed. */
export type MutationParticipateArgs = {
  input: ParticipateInput;
};


/** What can be changed. */
export type MutationDrawWinnersArgs = {
  eventId: Scalars['ID']['input'];
  count: Scalars['Int']['input'];
  storeVisitBonus?: InputMaybe<Scalars['Boolean']['input']>;
};

/** What is pushed. */
export type Subscription = {
  __typename?: 'Subscription';
  /** The participants of one's own event as they come. */
  participantRegistered: ParticipantEdge;
  /**
   * What an event's page shows live. Public, and answered once for everybody, without any identity: what needs one below it is null with `UNAUTHENTICATED`
   * for its owner, too, who has `eventDashboard`.
   */
  eventPulse: EventPulse;
};


/** What is pushed. */
export type SubscriptionParticipantRegisteredArgs = {
  eventId: Scalars['ID']['input'];
  after?: InputMaybe<Scalars['String']['input']>;
};


/** What is pushed. */
export type SubscriptionEventPulseArgs = {
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

/** Where an event stands. */
export type EventStatus =
  /** Approved, not begun. */
  | 'SCHEDULED'
  /** People can take part. */
  | 'OPEN'
  /** Over, by its date or by its owner. */
  | 'ENDED';

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

/** What a customer gets for taking part. */
export type Participation = {
  __typename?: 'Participation';
  /** The participant's id. */
  id: Scalars['ID']['output'];
  /** The event. */
  event?: Maybe<Event>;
  /** The place in the order of entries, from 1, without a gap. */
  entryNumber: Scalars['Int']['output'];
  /** When the entry was made. */
  registeredAt: Scalars['DateTime']['output'];
};

/** Somebody who takes part in an event. Name and phone number are masked for all but the event's owner, and erased a set time after the event's end. */
export type Participant = {
  __typename?: 'Participant';
  /** The participant's id. */
  id: Scalars['ID']['output'];
  /** The name, masked for all but the owner; `*` once it was erased, a set time after the event's end. */
  name: Scalars['String']['output'];
  /** The phone number, masked for all but the owner; `***-****-****` once it was erased, a set time after the event's end. */
  phone: Scalars['String']['output'];
  /** Where the participant saw the event. */
  channel: Channel;
  /** Whether the participant visited the store. */
  storeVisit: Scalars['Boolean']['output'];
  /** The place in the order of entries, from 1, without a gap. */
  entryNumber: Scalars['Int']['output'];
  /** When the entry was made. */
  registeredAt: Scalars['DateTime']['output'];
  /** Whether the draw chose this participant. */
  winner: Scalars['Boolean']['output'];
};

/** A page of participants (Relay). */
export type ParticipantConnection = {
  __typename?: 'ParticipantConnection';
  /** The participants with their cursors. */
  edges: Array<ParticipantEdge>;
  /** Where the page ends. */
  pageInfo: PageInfo;
};

/** A participant in a page or a feed. */
export type ParticipantEdge = {
  __typename?: 'ParticipantEdge';
  /** Names this place for `after`. */
  cursor: Scalars['String']['output'];
  /** The participant. */
  node: Participant;
};

/** The draw of an event, which anyone can recompute: `seed` hashes to `commitment`, which was public from the start, and with `entries`, `count` and `algorithm` it gives the winners. */
export type Draw = {
  __typename?: 'Draw';
  /** The draw's id. */
  id: Scalars['ID']['output'];
  /** When it was drawn. */
  drawnAt: Scalars['DateTime']['output'];
  /** The secret that decides the draw, revealed by it. */
  seed: Scalars['String']['output'];
  /** The seed's hash, published when the event became known. */
  commitment: Scalars['String']['output'];
  /** The name of the way winners follow from seed, entries and count. */
  algorithm: Scalars['String']['output'];
  /** How many winners were asked for. */
  count: Scalars['Int']['output'];
  /** Lines of entry number and weight, public. */
  entries: Scalars['URL']['output'];
  /** The hash of that file. */
  entriesHash: Scalars['String']['output'];
  /** Who won, in the order drawn. */
  winners: Array<Participant>;
};

/** What an event's page shows live. */
export type EventPulse = {
  __typename?: 'EventPulse';
  /** The event. */
  event?: Maybe<Event>;
  /** How many people take part. */
  participantCount: Scalars['Int']['output'];
  /** Where the event stands. */
  status: EventStatus;
  /** Grows with every change. */
  version: Scalars['Int']['output'];
};

export type Event = {
  __typename?: 'Event';
  id: Scalars['ID']['output'];
  /** How many people take part. */
  participantCount?: Maybe<Scalars['Int']['output']>;
  /** Who takes part, in the order of entries. The owner's only. */
  participants?: Maybe<ParticipantConnection>;
  /** The hash of the seed that will decide the draw. */
  drawCommitment?: Maybe<Scalars['String']['output']>;
  /** The draw, once it is made. */
  draw?: Maybe<Draw>;
  /** All participants as CSV, under a signed path that is good for 5 minutes. The owner's only. */
  participantsExport?: Maybe<Scalars['URL']['output']>;
};


export type EventParticipantsArgs = {
  search?: InputMaybe<Scalars['String']['input']>;
  channel?: InputMaybe<Channel>;
  storeVisit?: InputMaybe<Scalars['Boolean']['input']>;
  winner?: InputMaybe<Scalars['Boolean']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
};

/** An entry. */
export type ParticipateInput = {
  /** The event to take part in. */
  eventId: Scalars['ID']['input'];
  /** The customer's name. */
  name: Scalars['String']['input'];
  /** 10 or 11 digits, no dashes. */
  phone: Scalars['String']['input'];
  /** Where the customer saw the event. */
  channel: Channel;
  /** Whether the customer visited the store. */
  storeVisit?: InputMaybe<Scalars['Boolean']['input']>;
  /** Agreement to the use of name and phone number for this event, until they are erased a set time after its end; has to be true. */
  consentPersonalInfo: Scalars['Boolean']['input'];
  /** Agreement to be told about later events. */
  consentMarketing?: InputMaybe<Scalars['Boolean']['input']>;
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
  Participant: Participant;
  Event: Event;
};

/** Mapping of federation reference types */
export type FederationReferenceTypes = {
  Participant:
    ( { __typename: 'Participant' }
    & GraphQLRecursivePick<FederationTypes['Participant'], {"id":true}> );
  Event:
    ( { __typename: 'Event' }
    & GraphQLRecursivePick<FederationTypes['Event'], {"id":true}> );
};



/** Mapping between all available schema types and the resolvers types */
export type ResolversTypes = {
  CacheControlScope: CacheControlScope;
  DateTime: ResolverTypeWrapper<Scalars['DateTime']['output']>;
  URL: ResolverTypeWrapper<Scalars['URL']['output']>;
  Mutation: ResolverTypeWrapper<Record<PropertyKey, never>>;
  ID: ResolverTypeWrapper<Scalars['ID']['output']>;
  Subscription: ResolverTypeWrapper<Record<PropertyKey, never>>;
  Channel: Channel;
  EventStatus: EventStatus;
  PageInfo: ResolverTypeWrapper<PageInfo>;
  Participation: ResolverTypeWrapper<Omit<Participation, 'event'> & { event?: Maybe<ResolversTypes['Event']> }>;
  Participant: ResolverTypeWrapper<Participant>;
  ParticipantConnection: ResolverTypeWrapper<ParticipantConnection>;
  ParticipantEdge: ResolverTypeWrapper<ParticipantEdge>;
  Draw: ResolverTypeWrapper<DrawParent>;
  EventPulse: ResolverTypeWrapper<Omit<EventPulse, 'event'> & { event?: Maybe<ResolversTypes['Event']> }>;
  Event: ResolverTypeWrapper<EventParent>;
  ParticipateInput: ParticipateInput;
  String: ResolverTypeWrapper<Scalars['String']['output']>;
  Int: ResolverTypeWrapper<Scalars['Int']['output']>;
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>;
};

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  DateTime: Scalars['DateTime']['output'];
  URL: Scalars['URL']['output'];
  Mutation: Record<PropertyKey, never>;
  ID: Scalars['ID']['output'];
  Subscription: Record<PropertyKey, never>;
  PageInfo: PageInfo;
  Participation: Omit<Participation, 'event'> & { event?: Maybe<ResolversParentTypes['Event']> };
  Participant: Participant | FederationReferenceTypes['Participant'];
  ParticipantConnection: ParticipantConnection;
  ParticipantEdge: ParticipantEdge;
  Draw: DrawParent;
  EventPulse: Omit<EventPulse, 'event'> & { event?: Maybe<ResolversParentTypes['Event']> };
  Event: EventParent;
  ParticipateInput: ParticipateInput;
  String: Scalars['String']['output'];
  Int: Scalars['Int']['output'];
  Boolean: Scalars['Boolean']['output'];
};

export type LiveDirectiveArgs = {
  version?: Scalars['String']['input'];
};

export type LiveDirectiveResolver<Result, Parent, ContextType = RequestContext, Args = LiveDirectiveArgs> = DirectiveResolverFn<Result, Parent, ContextType, Args>;

export type FeedDirectiveArgs = {
  cursor?: Scalars['String']['input'];
  after?: Scalars['String']['input'];
};

export type FeedDirectiveResolver<Result, Parent, ContextType = RequestContext, Args = FeedDirectiveArgs> = DirectiveResolverFn<Result, Parent, ContextType, Args>;

export type CacheControlDirectiveArgs = {
  maxAge?: Maybe<Scalars['Int']['input']>;
  scope?: Maybe<CacheControlScope>;
  inheritMaxAge?: Maybe<Scalars['Boolean']['input']>;
};

export type CacheControlDirectiveResolver<Result, Parent, ContextType = RequestContext, Args = CacheControlDirectiveArgs> = DirectiveResolverFn<Result, Parent, ContextType, Args>;

export interface DateTimeScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['DateTime'], any> {
  name: 'DateTime';
}

export interface UrlScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['URL'], any> {
  name: 'URL';
}

export type MutationResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['Mutation'] = ResolversParentTypes['Mutation']> = {
  participate?: Resolver<ResolversTypes['Participation'], ParentType, ContextType, RequireFields<MutationParticipateArgs, 'input'>>;
  drawWinners?: Resolver<ResolversTypes['Draw'], ParentType, ContextType, RequireFields<MutationDrawWinnersArgs, 'eventId' | 'count' | 'storeVisitBonus'>>;
};

export type SubscriptionResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['Subscription'] = ResolversParentTypes['Subscription']> = {
  participantRegistered?: SubscriptionResolver<ResolversTypes['ParticipantEdge'], "participantRegistered", ParentType, ContextType, RequireFields<SubscriptionParticipantRegisteredArgs, 'eventId'>>;
  eventPulse?: SubscriptionResolver<ResolversTypes['EventPulse'], "eventPulse", ParentType, ContextType, RequireFields<SubscriptionEventPulseArgs, 'eventId'>>;
};

export type PageInfoResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['PageInfo'] = ResolversParentTypes['PageInfo']> = {
  hasNextPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  hasPreviousPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  startCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  endCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type ParticipationResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['Participation'] = ResolversParentTypes['Participation']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  event?: Resolver<Maybe<ResolversTypes['Event']>, ParentType, ContextType>;
  entryNumber?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  registeredAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
};

export type ParticipantResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['Participant'] = ResolversParentTypes['Participant'], FederationReferenceType extends FederationReferenceTypes['Participant'] = FederationReferenceTypes['Participant']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Participant']> | FederationReferenceType, FederationReferenceType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  phone?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  channel?: Resolver<ResolversTypes['Channel'], ParentType, ContextType>;
  storeVisit?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  entryNumber?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  registeredAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  winner?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type ParticipantConnectionResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['ParticipantConnection'] = ResolversParentTypes['ParticipantConnection']> = {
  edges?: Resolver<Array<ResolversTypes['ParticipantEdge']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type ParticipantEdgeResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['ParticipantEdge'] = ResolversParentTypes['ParticipantEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Participant'], ParentType, ContextType>;
};

export type DrawResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['Draw'] = ResolversParentTypes['Draw']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  drawnAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  seed?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  commitment?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  algorithm?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  count?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  entries?: Resolver<ResolversTypes['URL'], ParentType, ContextType>;
  entriesHash?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  winners?: Resolver<Array<ResolversTypes['Participant']>, ParentType, ContextType>;
};

export type EventPulseResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['EventPulse'] = ResolversParentTypes['EventPulse']> = {
  event?: Resolver<Maybe<ResolversTypes['Event']>, ParentType, ContextType>;
  participantCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  status?: Resolver<ResolversTypes['EventStatus'], ParentType, ContextType>;
  version?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type EventResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['Event'] = ResolversParentTypes['Event'], FederationReferenceType extends FederationReferenceTypes['Event'] = FederationReferenceTypes['Event']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Event']> | FederationReferenceType, FederationReferenceType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  participantCount?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  participants?: Resolver<Maybe<ResolversTypes['ParticipantConnection']>, ParentType, ContextType, Partial<EventParticipantsArgs>>;
  drawCommitment?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  draw?: Resolver<Maybe<ResolversTypes['Draw']>, ParentType, ContextType>;
  participantsExport?: Resolver<Maybe<ResolversTypes['URL']>, ParentType, ContextType>;
};

type FieldOf<Parent> = Parent extends unknown ? keyof Parent : never;
type Complete<Fields, Parent> = Fields & Required<Pick<Fields, Exclude<keyof Fields, FieldOf<Parent> | `__${string}`>>>;

export type Resolvers<ContextType = RequestContext> = {
  DateTime?: GraphQLScalarType;
  URL?: GraphQLScalarType;
  Mutation?: Complete<MutationResolvers<ContextType>, ResolversParentTypes['Mutation']>;
  Subscription?: Complete<SubscriptionResolvers<ContextType>, ResolversParentTypes['Subscription']>;
  PageInfo?: Complete<PageInfoResolvers<ContextType>, ResolversParentTypes['PageInfo']>;
  Participation?: Complete<ParticipationResolvers<ContextType>, ResolversParentTypes['Participation']>;
  Participant?: Complete<ParticipantResolvers<ContextType>, ResolversParentTypes['Participant']>;
  ParticipantConnection?: Complete<ParticipantConnectionResolvers<ContextType>, ResolversParentTypes['ParticipantConnection']>;
  ParticipantEdge?: Complete<ParticipantEdgeResolvers<ContextType>, ResolversParentTypes['ParticipantEdge']>;
  Draw?: Complete<DrawResolvers<ContextType>, ResolversParentTypes['Draw']>;
  EventPulse?: Complete<EventPulseResolvers<ContextType>, ResolversParentTypes['EventPulse']>;
  Event?: Complete<EventResolvers<ContextType>, ResolversParentTypes['Event']>;
};

export type DirectiveResolvers<ContextType = RequestContext> = {
  live?: LiveDirectiveResolver<any, any, ContextType>;
  feed?: FeedDirectiveResolver<any, any, ContextType>;
  cacheControl?: CacheControlDirectiveResolver<any, any, ContextType>;
};
