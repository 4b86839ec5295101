// Made by `npm run codegen` from schema.graphql and the types that parents.ts exports. Do not edit.
import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
import type { User as UserParent, Store as StoreParent, Session as SessionParent } from './parents.ts';
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
  _FieldSet: { input: unknown; output: unknown; }
};

/** What can be read. */
export type Query = {
  __typename?: 'Query';
  /** The account that is logged in. */
  me: User;
  /** Whether nobody has signed up with this e-mail address. Public. */
  emailAvailable: Scalars['Boolean']['output'];
  /** Whether nobody has signed up with this phone number. Public. */
  phoneAvailable: Scalars['Boolean']['output'];
};


/** What can be read. */
export type QueryEmailAvailableArgs = {
  email: Scalars['String']['input'];
};


/** What can be read. */
export type QueryPhoneAvailableArgs = {
  phone: Scalars['String']['input'];
};

/** What can be changed. */
export type Mutation = {
  __typename?: 'Mutation';
  /** Makes an account with its store and logs it in. Public. `USER_001` when the e-mail address is taken, `USER_002` when the phone number is. */
  signUp: Session;
  /** Starts a session. Public. Any failure is `AUTH_001`; too many of them are `RATE_LIMITED`. */
  logIn: Session;
  /** Exchanges a refresh token for new tokens of its session. Public. For 10 seconds a spent one gives the same successor again; later it is `AUTH_002` and ends the session. Any other bad one is `AUTH_002`. */
  refreshSession: Session;
  /** Ends the present session everywhere at once. `AUTH_002` when it has already ended. */
  logOut: Scalars['Boolean']['output'];
  /** Changes what the input names. `USER_005` when the profile was edited elsewhere since `version` was read. */
  updateProfile: User;
  /** Changes the password and ends the other sessions. `USER_004` when the current one is wrong. */
  changePassword: User;
};


/** What can be changed. */
export type MutationSignUpArgs = {
  input: SignUpInput;
};


/** What can be changed. */
export type MutationLogInArgs = {
  email: Scalars['String']['input'];
  password: Scalars['String']['input'];
};


/** What can be changed. */
export type MutationRefreshSessionArgs = {
  refreshToken: Scalars['String']['input'];
};


/** What can be changed. */
export type MutationUpdateProfileArgs = {
  input: UpdateProfileInput;
};


/** What can be changed. */
export type MutationChangePasswordArgs = {
  currentPassword: Scalars['String']['input'];
  newPassword: Scalars['String']['input'];
};

/** An owner's account. One account is one store. */
export type User = {
  __typename?: 'User';
  /** The account's id. */
  id: Scalars['ID']['output'];
  /** The e-mail address to log in with. */
  email: Scalars['String']['output'];
  /** The owner's name. */
  name: Scalars['String']['output'];
  /** The owner's phone number, digits only. */
  phone: Scalars['String']['output'];
  /** The owner's store. */
  store: Store;
  /** Counts the edits of the profile. */
  version: Scalars['Int']['output'];
  /** When the account was made. */
  createdAt: Scalars['DateTime']['output'];
  /** When the newest session began. */
  lastLoginAt?: Maybe<Scalars['DateTime']['output']>;
};

/** A store, as its owner describes it. */
export type Store = {
  __typename?: 'Store';
  /** The store's name, as its customers know it. */
  name: Scalars['String']['output'];
  /** What the store does. */
  industry: Industry;
  /** Where the store is. */
  address: Scalars['String']['output'];
  /** When the store is open, in the owner's words. */
  businessHours?: Maybe<Scalars['String']['output']>;
  /** The business registration number, masked: `123-**-***45`. */
  businessNumber: Scalars['String']['output'];
};

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

/** The tokens of a session and whose they are. */
export type Session = {
  __typename?: 'Session';
  /** Sent as `Authorization: Bearer …`. */
  accessToken: Scalars['String']['output'];
  /** Good for one `refreshSession`, within 14 days. */
  refreshToken: Scalars['String']['output'];
  /** When the access token expires: 15 minutes after it was given. */
  expiresAt: Scalars['DateTime']['output'];
  /** Who is logged in. */
  user: User;
};

/** A new account. */
export type SignUpInput = {
  /** The e-mail address to log in with. */
  email: Scalars['String']['input'];
  /** 8 to 64 characters. */
  password: Scalars['String']['input'];
  /** The owner's name. */
  name: Scalars['String']['input'];
  /** 10 or 11 digits, no dashes. */
  phone: Scalars['String']['input'];
  /** The owner's store. */
  store: StoreInput;
};

/** A store, as its owner describes it. */
export type StoreInput = {
  /** The store's name, as its customers know it. */
  name: Scalars['String']['input'];
  /** What the store does. */
  industry: Industry;
  /** Where the store is. */
  address: Scalars['String']['input'];
  /** When the store is open, in the owner's words. */
  businessHours?: InputMaybe<Scalars['String']['input']>;
  /** The business registration number: 10 digits, the last of which checks the others. */
  businessNumber: Scalars['String']['input'];
};

/** What to change of a profile; what is left out stays. */
export type UpdateProfileInput = {
  /** The `version` that was last read. */
  version: Scalars['Int']['input'];
  /** The owner's name. */
  name?: InputMaybe<Scalars['String']['input']>;
  /** 10 or 11 digits, no dashes. */
  phone?: InputMaybe<Scalars['String']['input']>;
  /** The e-mail address to log in with. */
  email?: InputMaybe<Scalars['String']['input']>;
  /** The store, whole. */
  store?: InputMaybe<StoreInput>;
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
  User: User;
};

/** Mapping of federation reference types */
export type FederationReferenceTypes = {
  User:
    ( { __typename: 'User' }
    & GraphQLRecursivePick<FederationTypes['User'], {"id":true}> );
};



/** Mapping between all available schema types and the resolvers types */
export type ResolversTypes = {
  DateTime: ResolverTypeWrapper<Scalars['DateTime']['output']>;
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>;
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>;
  String: ResolverTypeWrapper<Scalars['String']['output']>;
  Mutation: ResolverTypeWrapper<Record<PropertyKey, never>>;
  User: ResolverTypeWrapper<UserParent>;
  ID: ResolverTypeWrapper<Scalars['ID']['output']>;
  Int: ResolverTypeWrapper<Scalars['Int']['output']>;
  Store: ResolverTypeWrapper<StoreParent>;
  Industry: Industry;
  Session: ResolverTypeWrapper<SessionParent>;
  SignUpInput: SignUpInput;
  StoreInput: StoreInput;
  UpdateProfileInput: UpdateProfileInput;
};

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  DateTime: Scalars['DateTime']['output'];
  Query: Record<PropertyKey, never>;
  Boolean: Scalars['Boolean']['output'];
  String: Scalars['String']['output'];
  Mutation: Record<PropertyKey, never>;
  User: UserParent;
  ID: Scalars['ID']['output'];
  Int: Scalars['Int']['output'];
  Store: StoreParent;
  Session: SessionParent;
  SignUpInput: SignUpInput;
  StoreInput: StoreInput;
  UpdateProfileInput: UpdateProfileInput;
};

export interface DateTimeScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['DateTime'], any> {
  name: 'DateTime';
}

export type QueryResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['Query'] = ResolversParentTypes['Query']> = {
  me?: Resolver<ResolversTypes['User'], ParentType, ContextType>;
  emailAvailable?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType, RequireFields<QueryEmailAvailableArgs, 'email'>>;
  phoneAvailable?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType, RequireFields<QueryPhoneAvailableArgs, 'phone'>>;
};

export type MutationResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['Mutation'] = ResolversParentTypes['Mutation']> = {
  signUp?: Resolver<ResolversTypes['Session'], ParentType, ContextType, RequireFields<MutationSignUpArgs, 'input'>>;
  logIn?: Resolver<ResolversTypes['Session'], ParentType, ContextType, RequireFields<MutationLogInArgs, 'email' | 'password'>>;
  refreshSession?: Resolver<ResolversTypes['Session'], ParentType, ContextType, RequireFields<MutationRefreshSessionArgs, 'refreshToken'>>;
  logOut?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  updateProfile?: Resolver<ResolversTypes['User'], ParentType, ContextType, RequireFields<MutationUpdateProfileArgs, 'input'>>;
  changePassword?: Resolver<ResolversTypes['User'], ParentType, ContextType, RequireFields<MutationChangePasswordArgs, 'currentPassword' | 'newPassword'>>;
};

export type UserResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['User'] = ResolversParentTypes['User'], FederationReferenceType extends FederationReferenceTypes['User'] = FederationReferenceTypes['User']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['User']> | FederationReferenceType, FederationReferenceType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  email?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  phone?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  store?: Resolver<ResolversTypes['Store'], ParentType, ContextType>;
  version?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  lastLoginAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
};

export type StoreResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['Store'] = ResolversParentTypes['Store']> = {
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  industry?: Resolver<ResolversTypes['Industry'], ParentType, ContextType>;
  address?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  businessHours?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  businessNumber?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type SessionResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['Session'] = ResolversParentTypes['Session']> = {
  accessToken?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  refreshToken?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  expiresAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  user?: Resolver<ResolversTypes['User'], ParentType, ContextType>;
};

type FieldOf<Parent> = Parent extends unknown ? keyof Parent : never;
type Complete<Fields, Parent> = Fields & Required<Pick<Fields, Exclude<keyof Fields, FieldOf<Parent> | `__${string}`>>>;

export type Resolvers<ContextType = RequestContext> = {
  DateTime?: GraphQLScalarType;
  Query?: Complete<QueryResolvers<ContextType>, ResolversParentTypes['Query']>;
  Mutation?: Complete<MutationResolvers<ContextType>, ResolversParentTypes['Mutation']>;
  User?: Complete<UserResolvers<ContextType>, ResolversParentTypes['User']>;
  Store?: Complete<StoreResolvers<ContextType>, ResolversParentTypes['Store']>;
  Session?: Complete<SessionResolvers<ContextType>, ResolversParentTypes['Session']>;
};

