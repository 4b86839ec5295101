// Made by `npm run codegen` from schema.graphql and the types that parents.ts exports. Do not edit.
import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
import type { Image as ImageParent, ImageJob as ImageJobParent, EventDraft as EventDraftParent } from './parents.ts';
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
  /** An absolute URL, or a path on the gateway: `new URL(value, gateway)` makes either one whole. */
  URL: { input: string; output: string; }
  _FieldSet: { input: unknown; output: unknown; }
};

/** What can be read. */
export type Query = {
  __typename?: 'Query';
  /** An image. Public. */
  image?: Maybe<Image>;
  /** A job of one's own that makes images. */
  imageJob?: Maybe<ImageJob>;
};


/** What can be read. */
export type QueryImageArgs = {
  id: Scalars['ID']['input'];
};


/** What can be read. */
export type QueryImageJobArgs = {
  id: Scalars['ID']['input'];
};

/** What can be changed. */
export type Mutation = {
  __typename?: 'Mutation';
  /** Has images made for the plan that was chosen, one for each style and platform. While such a job runs, gives that one. `CONTENT_003` when no plan is chosen. */
  generateImages: ImageJob;
  /** Has one image made anew, in the same style and for the same platform; it replaces the old one in its draft. */
  regenerateImage: ImageJob;
};


/** What can be changed. */
export type MutationGenerateImagesArgs = {
  input: GenerateImagesInput;
};


/** What can be changed. */
export type MutationRegenerateImageArgs = {
  id: Scalars['ID']['input'];
};

/** What is pushed. */
export type Subscription = {
  __typename?: 'Subscription';
  /** A job of one's own that makes images, with each image as it comes; completes after its final status. */
  imageJob: ImageJob;
};


/** What is pushed. */
export type SubscriptionImageJobArgs = {
  id: Scalars['ID']['input'];
};

/** How an image looks. */
export type ImageStyle =
  /** Much space, few words. */
  | 'SIMPLE'
  /** Ornaments and strong colours. */
  | 'FANCY'
  /** What is in fashion. */
  | 'TRENDY';

/** Where an image is shown, which decides its size. */
export type ImagePlatform =
  /** Instagram: 1080 × 1080. */
  | 'INSTAGRAM'
  /** Naver Blog: 800 × 600. */
  | 'NAVER'
  /** Kakao Channel: 800 × 800. */
  | 'KAKAO';

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

/** A poster. */
export type Image = {
  __typename?: 'Image';
  /** The image's id. */
  id: Scalars['ID']['output'];
  /** How it looks. */
  style: ImageStyle;
  /** Where it is shown. */
  platform: ImagePlatform;
  /** In pixels. */
  width: Scalars['Int']['output'];
  /** In pixels. */
  height: Scalars['Int']['output'];
  /** Where the file is: a path on the gateway (`/images/….png`), before which a client puts the gateway's address, or a whole URL where the operator has set one. */
  url: Scalars['URL']['output'];
  /** When it was made. */
  createdAt: Scalars['DateTime']['output'];
};

/** A job that makes images for a draft, in 5 minutes at most. */
export type ImageJob = Job & {
  __typename?: 'ImageJob';
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
  /** The draft that the images are for. */
  draft?: Maybe<EventDraft>;
  /** The images so far; they arrive one by one. */
  images: Array<Image>;
};

export type EventDraft = {
  __typename?: 'EventDraft';
  id: Scalars['ID']['output'];
  /** The newest job that makes images for this draft. */
  imageJob?: Maybe<ImageJob>;
  /** The images that can be chosen for this draft. */
  images?: Maybe<Array<Image>>;
};

/** Which images to make. */
export type GenerateImagesInput = {
  /** The draft whose chosen plan they show. */
  draftId: Scalars['ID']['input'];
  /** All styles when left out. */
  styles?: InputMaybe<Array<ImageStyle>>;
  /** All platforms when left out. */
  platforms?: InputMaybe<Array<ImagePlatform>>;
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
  Image: Image;
  ImageJob: ImageJob;
  EventDraft: EventDraft;
};

/** Mapping of federation reference types */
export type FederationReferenceTypes = {
  Image:
    ( { __typename: 'Image' }
    & GraphQLRecursivePick<FederationTypes['Image'], {"id":true}> );
  ImageJob:
    ( { __typename: 'ImageJob' }
    & GraphQLRecursivePick<FederationTypes['ImageJob'], {"id":true}> );
  EventDraft:
    ( { __typename: 'EventDraft' }
    & GraphQLRecursivePick<FederationTypes['EventDraft'], {"id":true}> );
};


/** Mapping of interface types */
export type ResolversInterfaceTypes<_RefType extends Record<string, unknown>> = {
  Job: ( ImageJobParent );
};

/** Mapping between all available schema types and the resolvers types */
export type ResolversTypes = {
  DateTime: ResolverTypeWrapper<Scalars['DateTime']['output']>;
  URL: ResolverTypeWrapper<Scalars['URL']['output']>;
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>;
  ID: ResolverTypeWrapper<Scalars['ID']['output']>;
  Mutation: ResolverTypeWrapper<Record<PropertyKey, never>>;
  Subscription: ResolverTypeWrapper<Record<PropertyKey, never>>;
  ImageStyle: ImageStyle;
  ImagePlatform: ImagePlatform;
  JobStatus: JobStatus;
  Job: ResolverTypeWrapper<ResolversInterfaceTypes<ResolversTypes>['Job']>;
  Int: ResolverTypeWrapper<Scalars['Int']['output']>;
  JobError: ResolverTypeWrapper<JobError>;
  Image: ResolverTypeWrapper<ImageParent>;
  ImageJob: ResolverTypeWrapper<ImageJobParent>;
  EventDraft: ResolverTypeWrapper<EventDraftParent>;
  GenerateImagesInput: GenerateImagesInput;
  String: ResolverTypeWrapper<Scalars['String']['output']>;
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>;
};

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  DateTime: Scalars['DateTime']['output'];
  URL: Scalars['URL']['output'];
  Query: Record<PropertyKey, never>;
  ID: Scalars['ID']['output'];
  Mutation: Record<PropertyKey, never>;
  Subscription: Record<PropertyKey, never>;
  Job: ResolversInterfaceTypes<ResolversParentTypes>['Job'];
  Int: Scalars['Int']['output'];
  JobError: JobError;
  Image: ImageParent;
  ImageJob: ImageJobParent;
  EventDraft: EventDraftParent;
  GenerateImagesInput: GenerateImagesInput;
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

export interface UrlScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['URL'], any> {
  name: 'URL';
}

export type QueryResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['Query'] = ResolversParentTypes['Query']> = {
  image?: Resolver<Maybe<ResolversTypes['Image']>, ParentType, ContextType, RequireFields<QueryImageArgs, 'id'>>;
  imageJob?: Resolver<Maybe<ResolversTypes['ImageJob']>, ParentType, ContextType, RequireFields<QueryImageJobArgs, 'id'>>;
};

export type MutationResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['Mutation'] = ResolversParentTypes['Mutation']> = {
  generateImages?: Resolver<ResolversTypes['ImageJob'], ParentType, ContextType, RequireFields<MutationGenerateImagesArgs, 'input'>>;
  regenerateImage?: Resolver<ResolversTypes['ImageJob'], ParentType, ContextType, RequireFields<MutationRegenerateImageArgs, 'id'>>;
};

export type SubscriptionResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['Subscription'] = ResolversParentTypes['Subscription']> = {
  imageJob?: SubscriptionResolver<ResolversTypes['ImageJob'], "imageJob", ParentType, ContextType, RequireFields<SubscriptionImageJobArgs, 'id'>>;
};

export type JobResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['Job'] = ResolversParentTypes['Job']> = {
  __resolveType: TypeResolveFn<'ImageJob', ParentType, ContextType>;
};

export type JobErrorResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['JobError'] = ResolversParentTypes['JobError']> = {
  code?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type ImageResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['Image'] = ResolversParentTypes['Image'], FederationReferenceType extends FederationReferenceTypes['Image'] = FederationReferenceTypes['Image']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Image']> | FederationReferenceType, FederationReferenceType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  style?: Resolver<ResolversTypes['ImageStyle'], ParentType, ContextType>;
  platform?: Resolver<ResolversTypes['ImagePlatform'], ParentType, ContextType>;
  width?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  height?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  url?: Resolver<ResolversTypes['URL'], ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
};

export type ImageJobResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['ImageJob'] = ResolversParentTypes['ImageJob'], FederationReferenceType extends FederationReferenceTypes['ImageJob'] = FederationReferenceTypes['ImageJob']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['ImageJob']> | FederationReferenceType, FederationReferenceType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  status?: Resolver<ResolversTypes['JobStatus'], ParentType, ContextType>;
  progress?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  error?: Resolver<Maybe<ResolversTypes['JobError']>, ParentType, ContextType>;
  version?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  requestedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  finishedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  draft?: Resolver<Maybe<ResolversTypes['EventDraft']>, ParentType, ContextType>;
  images?: Resolver<Array<ResolversTypes['Image']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type EventDraftResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['EventDraft'] = ResolversParentTypes['EventDraft'], FederationReferenceType extends FederationReferenceTypes['EventDraft'] = FederationReferenceTypes['EventDraft']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['EventDraft']> | FederationReferenceType, FederationReferenceType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  imageJob?: Resolver<Maybe<ResolversTypes['ImageJob']>, ParentType, ContextType>;
  images?: Resolver<Maybe<Array<ResolversTypes['Image']>>, ParentType, ContextType>;
};

type FieldOf<Parent> = Parent extends unknown ? keyof Parent : never;
type Complete<Fields, Parent> = Fields & Required<Pick<Fields, Exclude<keyof Fields, FieldOf<Parent> | `__${string}`>>>;

export type Resolvers<ContextType = RequestContext> = {
  DateTime?: GraphQLScalarType;
  URL?: GraphQLScalarType;
  Query?: Complete<QueryResolvers<ContextType>, ResolversParentTypes['Query']>;
  Mutation?: Complete<MutationResolvers<ContextType>, ResolversParentTypes['Mutation']>;
  Subscription?: Complete<SubscriptionResolvers<ContextType>, ResolversParentTypes['Subscription']>;
  Job?: Complete<JobResolvers<ContextType>, ResolversParentTypes['Job']>;
  JobError?: Complete<JobErrorResolvers<ContextType>, ResolversParentTypes['JobError']>;
  Image?: Complete<ImageResolvers<ContextType>, ResolversParentTypes['Image']>;
  ImageJob?: Complete<ImageJobResolvers<ContextType>, ResolversParentTypes['ImageJob']>;
  EventDraft?: Complete<EventDraftResolvers<ContextType>, ResolversParentTypes['EventDraft']>;
};

export type DirectiveResolvers<ContextType = RequestContext> = {
  live?: LiveDirectiveResolver<any, any, ContextType>;
};
