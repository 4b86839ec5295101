import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { buildSchema, isInterfaceType, isIntrospectionType, isNonNullType, isObjectType } from 'graphql';

/** The fields that may be null: in the contract (spec §2), or because what they name may be away, private or not there yet. */
const NULLABLE = {
  ChannelDistribution: ['externalId', 'error', 'completedAt'],
  ChannelPerformance: ['roi'],
  Distribution: ['event', 'completedAt'],
  Event: [
    'analytics',
    'distribution',
    'owner',
    'image',
    'images',
    'estimatedCost',
    'targetRoi',
    'revenuePerParticipant',
    'participantCount',
    'participants',
    'drawCommitment',
    'draw',
    'participantsExport',
  ],
  EventAnalytics: ['event', 'roi'],
  EventDraft: ['imageJob', 'images', 'owner', 'recommendationJob', 'chosen', 'image', 'startsAt', 'endsAt'],
  EventPulse: ['event'],
  EventRoi: ['event', 'roi'],
  ImageJob: ['error', 'finishedAt', 'draft'],
  Job: ['error', 'finishedAt'],
  PageInfo: ['startCursor', 'endCursor'],
  Participation: ['event'],
  Query: ['image', 'imageJob', 'event', 'eventDraft', 'recommendationJob'],
  RecommendationJob: ['error', 'finishedAt', 'draft'],
  Store: ['businessHours'],
  User: ['analytics', 'lastLoginAt'],
  UserAnalytics: ['user', 'roi'],
};

describe('The graph', () => {
  it('has no other nullable fields than its clients’ types know', () => {
    const sdl = readFileSync(new URL('supergraph.graphql', import.meta.url), 'utf8');
    const types = Object.values(buildSchema(sdl, { assumeValidSDL: true }).getTypeMap());
    const nullable = types
      .filter((type) => isObjectType(type) || isInterfaceType(type))
      .filter((type) => !isIntrospectionType(type))
      .map((type) => [
        type.name,
        Object.values(type.getFields())
          .filter((field) => !isNonNullType(field.type))
          .map(({ name }) => name),
      ])
      .filter(([, names]) => names!.length > 0);
    expect(Object.fromEntries(nullable)).toEqual(NULLABLE);
  });
});
