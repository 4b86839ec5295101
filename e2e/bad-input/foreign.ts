import { type GraphQLArgument, type GraphQLField, GraphQLID, type GraphQLInputField, getNamedType, isInputObjectType } from 'graphql';
import type { ErrorCode } from '#schema/errors.ts';
import type { Data } from '../client.ts';
import type { Shop } from '../two-shops.ts';

/** What another owner has that could stand there, and what naming it answers. */
type Foreign = [thing: keyof Shop, code: ErrorCode];

const draft: Foreign = ['draftId', 'EVENT_001'];

/** Every id that a mutation takes, by its place; null where anybody may name anybody's. */
export const foreign: Record<string, Record<string, Foreign | null>> = {
  requestRecommendations: { draftId: draft },
  chooseRecommendation: { draftId: draft, recommendationId: ['planId', 'EVENT_004'] },
  chooseImage: { draftId: draft, imageId: ['imageId', 'EVENT_004'] },
  chooseChannels: { draftId: draft },
  schedule: { draftId: draft },
  publishEvent: { draftId: draft },
  endEvent: { id: ['eventId', 'FORBIDDEN'] },
  discardDraft: { id: draft },
  generateImages: { 'input.draftId': draft },
  regenerateImage: { id: ['imageId', 'EVENT_001'] },
  participate: { 'input.eventId': null },
  drawWinners: { eventId: ['eventId', 'FORBIDDEN'] },
  retryDistribution: { eventId: ['eventId', 'FORBIDDEN'] },
};

/** The places of a mutation's ids. */
export const idsOf = ({ args }: GraphQLField<unknown, unknown>): string[] => idPlaces(args, []);

const idPlaces = (members: readonly (GraphQLArgument | GraphQLInputField)[], above: readonly string[]): string[] =>
  members.flatMap(({ name, type }) => {
    const named = getNamedType(type);
    if (isInputObjectType(named)) return idPlaces(Object.values(named.getFields()), [...above, name]);
    return named.name === GraphQLID.name ? [[...above, name].join('.')] : [];
  });

/** The variables with another value at a place. */
export const withValue = (variables: Record<string, Data>, place: string, value: Data): Record<string, Data> => {
  const [name = '', ...below] = place.split('.');
  return { ...variables, [name]: below.length === 0 ? value : withValue(variables[name], below.join('.'), value) };
};
