import type { GraphQLField, GraphQLObjectType } from 'graphql';
import { api } from '../api.ts';
import type { Data } from '../client.ts';
import type { Shop, TwoShops } from '../two-shops.ts';
import { validMutations } from '../valid-mutations.ts';
import { type RootAccess, rootAccess } from './access.ts';
import type { Kind } from './ask-once.ts';

export type RootField = { kind: Kind; name: string; access: RootAccess; field: GraphQLField<unknown, unknown> };

const kinds: Kind[] = ['Query', 'Mutation', 'Subscription'];

/** Every root field of the API. */
export const rootFields: RootField[] = kinds.flatMap((kind) =>
  Object.values((api.getType(kind) as GraphQLObjectType).getFields()).map((field) => ({
    kind,
    name: field.name,
    access: rootAccess[kind][field.name] as RootAccess,
    field,
  })),
);

const nothing = (): Record<string, Data> => ({});
const ofEvent = ({ eventId }: Shop) => ({ eventId });

/** Arguments of queries and subscriptions that name what is a shop's. */
const variables: Record<'Query' | 'Subscription', Record<string, (shop: Shop) => Record<string, Data>>> = {
  Query: {
    event: ({ eventId }) => ({ id: eventId }),
    image: ({ imageId }) => ({ id: imageId }),
    emailAvailable: ({ owner }) => ({ email: owner.email }),
    phoneAvailable: ({ customerPhone }) => ({ phone: customerPhone }),
    me: nothing,
    myDrafts: nothing,
    myEvents: nothing,
    eventDraft: ({ draftId }) => ({ id: draftId }),
    recommendationJob: ({ recommendationJobId }) => ({ id: recommendationJobId }),
    imageJob: ({ imageJobId }) => ({ id: imageJobId }),
  },
  Subscription: {
    eventPulse: ofEvent,
    userDashboard: nothing,
    recommendationJob: ({ recommendationJobId }) => ({ id: recommendationJobId }),
    imageJob: ({ imageJobId }) => ({ id: imageJobId }),
    participantRegistered: ({ eventId }) => ({ eventId, after: '0' }),
    distribution: ofEvent,
    eventDashboard: ofEvent,
  },
};

/** Valid arguments of a root field that name what is the first shop's. */
export const variablesOf = async ({ kind, name }: RootField, shops: TwoShops): Promise<Record<string, Data>> => {
  if (kind === 'Mutation') return (await validMutations[name]!(shops)).variables;
  const known = variables[kind][name];
  if (!known) throw new Error(`Say in root-fields.ts with which arguments ${kind}.${name} is asked.`);
  return known(shops.shop);
};
