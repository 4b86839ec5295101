import { randomInt } from 'node:crypto';
import type { Client, Data } from './client.ts';

/** An owner who signed up, with a client that is logged in. */
export type Owner = { client: Client; id: string; email: string; password: string; refreshToken: string };

/** A valid Korean business registration number: nine digits and their check digit. */
export const businessNumber = (): string => {
  const digits = Array.from({ length: 9 }, (_, index) => (index === 0 ? randomInt(1, 10) : randomInt(10)));
  const weights = [1, 3, 7, 1, 3, 7, 1, 3, 5];
  const sum =
    digits.reduce((total, digit, index) => total + digit * (weights[index] as number), 0) + Math.floor(((digits[8] as number) * 5) / 10);
  return [...digits, (10 - (sum % 10)) % 10].join('');
};

/** A phone number that nobody else in the run has. */
export const phone = (): string => `010${String(randomInt(100_000_000)).padStart(8, '0')}`;

export const signUpInput = (changes: Data = {}): Data => ({
  email: `owner-${randomInt(2 ** 40)}@example.com`,
  password: 'correct horse battery',
  name: '김마당',
  phone: phone(),
  store: {
    name: '마당 커피',
    industry: 'CAFE',
    address: '서울특별시 마포구 월드컵로 12',
    businessHours: '매일 09:00–22:00',
    businessNumber: businessNumber(),
  },
  ...changes,
});

export const signUp = async (client: Client, changes: Data = {}): Promise<Owner> => {
  const input = signUpInput(changes);
  const { signUp: session } = await client.ask('sign-up', { input });
  return {
    client: client.as(session.accessToken),
    id: session.user.id,
    email: input.email,
    password: input.password,
    refreshToken: session.refreshToken,
  };
};

/** A draft with three plans, its recommendation job done. */
export const plannedDraft = async ({ client }: Owner, changes: Data = {}): Promise<{ id: string; plans: Data[] }> => {
  const { me } = await client.ask('me');
  const { name, industry, address } = me.store;
  const { createEventDraft: draft } = await client.ask('create-event-draft', {
    input: { objective: 'NEW_CUSTOMERS', store: { name, industry, address }, ...changes },
  });
  const { requestRecommendations: job } = await client.ask('request-recommendations', { draftId: draft.id });
  const live = client.live('recommendation-job', { id: job.id });
  const done = await live.until(({ status }) => status === 'SUCCEEDED');
  await live.ended;
  return { id: draft.id, plans: done.recommendations };
};

const HOUR = 3_600_000;

/** A draft with a plan, an image, channels and dates: ready to be published. */
export const completeDraft = async (
  owner: Owner,
  {
    channels = ['GENIE_TV', 'SNS'],
    startsAt = new Date(Date.now() - HOUR),
    endsAt = new Date(Date.now() + 24 * HOUR),
    edit,
  }: { channels?: string[]; startsAt?: Date; endsAt?: Date; edit?: Data } = {},
): Promise<string> => {
  const { client } = owner;
  const { id: draftId, plans } = await plannedDraft(owner);
  await client.ask('choose-recommendation', { draftId, recommendationId: plans[0].id, edit });
  const { generateImages: job } = await client.ask('generate-images', { input: { draftId, styles: ['SIMPLE'], platforms: ['KAKAO'] } });
  const live = client.live('image-job', { id: job.id });
  const done = await live.until(({ status }) => status === 'SUCCEEDED', 120_000);
  await live.stop();
  await client.ask('choose-image', { draftId, imageId: done.images[0].id });
  await client.ask('choose-channels', { draftId, channels });
  await client.ask('schedule', { draftId, startsAt: startsAt.toISOString(), endsAt: endsAt.toISOString() });
  return draftId;
};

/** An event that is open and known to everybody who takes part in it. */
export const publishedEvent = async (owner: Owner, options: Parameters<typeof completeDraft>[1] = {}): Promise<Data> => {
  const draftId = await completeDraft(owner, options);
  const { publishEvent: event } = await owner.client.ask('publish-event', { draftId });
  const pulse = owner.client.live('event-pulse', { eventId: event.id });
  await pulse.until(({ status }) => status === 'OPEN');
  await pulse.stop();
  return event;
};

export const participation = (eventId: string, changes: Data = {}): Data => ({
  eventId,
  name: '이손님',
  phone: phone(),
  channel: 'SNS',
  storeVisit: false,
  consentPersonalInfo: true,
  consentMarketing: false,
  ...changes,
});
