/**
 * Who may use a root field (spec §2): anybody; any account, for what is its own; the owner, with `EVENT_001` for others as if it did not
 * exist (`hidden`) or with `FORBIDDEN` for others, because the event is public (`owner`).
 */
export type RootAccess = 'anybody' | 'account' | 'hidden' | 'owner';

/** Who may read a field of an object: whoever reached the object (`open`), so too but masked for all but the owner, or the owner alone. */
export type FieldAccess = 'open' | 'masked' | 'owner';

const table = <Access extends string>(lists: Partial<Record<Access, string>>): Record<string, Access> =>
  Object.fromEntries(
    Object.entries<string | undefined>(lists).flatMap(([access, names = '']) => names.split(' ').map((name) => [name, access as Access])),
  );

const roots = (lists: Partial<Record<RootAccess, string>>) => table(lists);
const fields = (lists: Partial<Record<FieldAccess, string>>) => table(lists);

/** Every root field. */
export const rootAccess: Record<'Query' | 'Mutation' | 'Subscription', Record<string, RootAccess>> = {
  Query: roots({
    anybody: 'event image emailAvailable phoneAvailable',
    account: 'me myDrafts myEvents',
    hidden: 'eventDraft recommendationJob imageJob',
  }),
  Mutation: roots({
    anybody: 'signUp logIn refreshSession participate',
    account: 'logOut updateProfile changePassword createEventDraft',
    hidden:
      'requestRecommendations chooseRecommendation chooseImage chooseChannels schedule publishEvent discardDraft generateImages regenerateImage',
    owner: 'endEvent drawWinners retryDistribution',
  }),
  Subscription: roots({
    anybody: 'eventPulse',
    account: 'userDashboard',
    hidden: 'recommendationJob imageJob',
    owner: 'participantRegistered distribution eventDashboard',
  }),
};

const job = 'id status progress error version requestedAt finishedAt draft';
const figures = 'participants participantsDelta totalViews totalCost revenue roi channels timeline version updatedAt';

/** Every field of every object type. */
export const fieldAccess: Record<string, Record<string, FieldAccess>> = {
  Event: fields({
    open: 'id objective status store title description prize participationMethod image images channels startsAt endsAt createdAt participantCount drawCommitment draw',
    owner: 'owner estimatedCost targetRoi revenuePerParticipant participants participantsExport distribution analytics',
  }),
  StoreSnapshot: fields({ open: 'name industry address' }),
  Image: fields({ open: 'id style platform width height url createdAt' }),
  Draw: fields({ open: 'id drawnAt seed commitment algorithm count entries entriesHash winners' }),
  Participant: fields({ open: 'id channel storeVisit entryNumber registeredAt winner', masked: 'name phone' }),
  Participation: fields({ open: 'id event entryNumber registeredAt' }),
  EventPulse: fields({ open: 'event participantCount status version' }),
  Session: fields({ open: 'accessToken refreshToken expiresAt user' }),
  User: fields({ open: 'id email name phone store version createdAt lastLoginAt', owner: 'analytics' }),
  Store: fields({ open: 'name industry address businessHours businessNumber' }),
  EventDraft: fields({
    open: 'id owner objective store recommendationJob chosen image imageJob images channels startsAt endsAt missing version expiresAt',
  }),
  RecommendationJob: fields({ open: `${job} recommendations` }),
  ImageJob: fields({ open: `${job} images` }),
  JobError: fields({ open: 'code message' }),
  Recommendation: fields({
    open: 'id tier title description prize participationMethod channels estimatedCost estimatedParticipants revenuePerParticipant estimatedRoi rationale source',
  }),
  EventConnection: fields({ open: 'edges pageInfo' }),
  EventEdge: fields({ open: 'cursor node' }),
  PageInfo: fields({ open: 'hasNextPage hasPreviousPage startCursor endCursor' }),
  ParticipantConnection: fields({ open: 'edges pageInfo' }),
  ParticipantEdge: fields({ open: 'cursor node' }),
  Distribution: fields({ open: 'event status channels version completedAt' }),
  ChannelDistribution: fields({ open: 'channel status attempts expectedViews cost externalId error completedAt' }),
  EventAnalytics: fields({ open: `event conversionRate targetRoi ${figures}` }),
  UserAnalytics: fields({ open: `user events roiDetails ${figures}` }),
  ChannelPerformance: fields({ open: 'channel impressions participants conversionRate cost roi' }),
  EventRoi: fields({ open: 'event totalCost revenue roi targetRoi' }),
  TimelinePoint: fields({ open: 'at participants' }),
};

/** What anybody can reach; a `User` only out of a session of one's own. */
export const reachedByAnybody = [
  'Event',
  'StoreSnapshot',
  'Image',
  'Draw',
  'Participant',
  'Participation',
  'EventPulse',
  'Session',
  'User',
  'Store',
];
