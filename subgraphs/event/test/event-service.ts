import { randomUUID } from 'node:crypto';
import { writeDocument } from '#kit/store/document.ts';
import { startTestService, type TestService } from '#kit/testing/test-service.ts';
import type { Recommendation } from '#schema/recommendation.ts';
import { DraftImagesDocument } from '#schema/store/draft-images.ts';
import { RecommendationsDocument } from '#schema/store/recommendations.ts';
import type { Context } from '../context.ts';
import { service } from '../main.ts';

export type EventService = TestService<Context>;

/** The event subgraph on a database of its own. */
export const startEventService = (): Promise<EventService> => startTestService(service);

export const CREATE =
  'mutation ($input: CreateEventDraftInput!) { createEventDraft(input: $input) { id version missing expiresAt owner { id } store { name industry address } } }';
export const CHOOSE_PLAN = `mutation ($draftId: ID!, $recommendationId: ID!, $edit: RecommendationEdit, $version: Int) {
  chooseRecommendation(draftId: $draftId, recommendationId: $recommendationId, edit: $edit, version: $version) { version chosen { title prize } missing } }`;
export const CHOOSE_IMAGE =
  'mutation ($draftId: ID!, $imageId: ID!) { chooseImage(draftId: $draftId, imageId: $imageId) { version image { id } } }';
export const CHOOSE_CHANNELS =
  'mutation ($draftId: ID!, $channels: [Channel!]!, $version: Int) { chooseChannels(draftId: $draftId, channels: $channels, version: $version) { version channels } }';
export const SCHEDULE = `mutation ($draftId: ID!, $startsAt: DateTime!, $endsAt: DateTime!) {
  schedule(draftId: $draftId, startsAt: $startsAt, endsAt: $endsAt) { version startsAt endsAt missing } }`;
export const PUBLISH = 'mutation ($draftId: ID!) { publishEvent(draftId: $draftId) { id title status createdAt } }';
export const DISCARD = 'mutation ($id: ID!) { discardDraft(id: $id) }';
export const DRAFT = 'query ($id: ID!) { eventDraft(id: $id) { id version missing chosen { id title } recommendationJob { id status } } }';

export const storeInput = { name: '마당 국밥', industry: 'RESTAURANT' as const, address: '서울특별시 마포구' };

/** A new owner's id. */
export const anOwner = (): string => randomUUID();

/** The code of an answer's first error. */
export const codeOf = (answer: { errors?: readonly { extensions?: Record<string, unknown> }[] }): unknown =>
  answer.errors?.[0]?.extensions?.code;

export const inHours = (hours: number): string => new Date(Date.now() + hours * 3_600_000).toISOString();

/** Begins a draft; gives its id. */
export const createDraft = async ({ ask }: EventService, owner: string, store: Partial<typeof storeInput> = {}): Promise<string> =>
  (await ask(CREATE, { input: { objective: 'NEW_CUSTOMERS', store: { ...storeInput, ...store } } }, owner)).data?.createEventDraft.id;

const planOf = (over: Partial<Recommendation>): Recommendation => ({
  id: randomUUID(),
  tier: 'LOW',
  title: '첫 한 끼 초대',
  description: '설명',
  prize: '식사권 (10명)',
  participationMethod: '응모',
  channels: ['SNS'],
  estimatedCost: '480000.00',
  estimatedParticipants: 146,
  revenuePerParticipant: '9900.00',
  estimatedRoi: '201.13',
  rationale: '이유',
  source: 'rules',
  ...over,
});

/** Puts three plans into the store, as the AI worker does; gives the first. */
export const makePlans = async (
  { context }: EventService,
  draftId: string,
  over: Partial<Recommendation> = {},
  jobId: string = randomUUID(),
): Promise<Recommendation> => {
  const recommendations = [planOf(over), planOf({ tier: 'MEDIUM' }), planOf({ tier: 'HIGH' })];
  await writeDocument(context.store, RecommendationsDocument, draftId, {
    jobId,
    draftId,
    recommendations,
    createdAt: new Date().toISOString(),
  });
  return recommendations[0]!;
};

/** Puts one image into the store, as content does; gives its id. */
export const makeImage = async ({ context }: EventService, draftId: string, ownerId: string): Promise<string> => {
  const image = {
    id: randomUUID(),
    style: 'SIMPLE',
    platform: 'KAKAO',
    width: 800,
    height: 800,
    url: '/images/one.png',
    createdAt: new Date().toISOString(),
    jobId: randomUUID(),
  } as const;
  await writeDocument(context.store, DraftImagesDocument, draftId, { draftId, ownerId, images: [image] });
  return image.id;
};

/** A draft with everything chosen; gives its id. */
export const completeDraft = async (
  event: EventService,
  owner: string,
  { title, prize, startsAt = inHours(-1), endsAt = inHours(24), name = storeInput.name } = {} as Partial<
    Record<'title' | 'prize' | 'startsAt' | 'endsAt' | 'name', string>
  >,
): Promise<string> => {
  const draftId = await createDraft(event, owner, { name });
  const plan = await makePlans(event, draftId, { ...(title ? { title } : {}), ...(prize ? { prize } : {}) });
  const imageId = await makeImage(event, draftId, owner);
  await event.ask(CHOOSE_PLAN, { draftId, recommendationId: plan.id }, owner);
  await event.ask(CHOOSE_IMAGE, { draftId, imageId }, owner);
  await event.ask(CHOOSE_CHANNELS, { draftId, channels: ['SNS', 'GENIE_TV'] }, owner);
  await event.ask(SCHEDULE, { draftId, startsAt, endsAt }, owner);
  return draftId;
};

/** A published event; gives its id. */
export const publishedEvent = async (
  event: EventService,
  owner: string,
  over: Parameters<typeof completeDraft>[2] = {},
): Promise<string> => {
  const draftId = await completeDraft(event, owner, over);
  await event.ask(PUBLISH, { draftId }, owner);
  return draftId;
};

/** The data of the messages of a type that the service has committed for a key. */
export const messagesOf = async ({ context }: EventService, type: string, key: string): Promise<Record<string, unknown>[]> =>
  (
    await context.database.sql<{ data: Record<string, unknown> }>('select data from outbox where type = $1 and key = $2 order by id', [
      type,
      key,
    ])
  ).map(({ data }) => data);
