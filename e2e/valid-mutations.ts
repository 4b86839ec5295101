import type { Client, Data } from './client.ts';
import { participation, phone, signUp, signUpInput } from './owner.ts';
import type { TwoShops } from './two-shops.ts';

/** A valid call of a mutation, by the client that may make it. */
export type Call = { by: Client; variables: Record<string, Data> };

const HOUR = 3_600_000;
const fromNow = (hours: number): string => new Date(Date.now() + hours * HOUR).toISOString();

const versionOfProfile = async ({ shop }: TwoShops): Promise<number> => {
  const { me } = await shop.owner.client.ask('me');
  return me.version;
};

const versionOfDraft = async ({ shop }: TwoShops): Promise<number> => {
  const { eventDraft } = await shop.owner.client.ask('event-draft', { id: shop.draftId });
  return eventDraft.version;
};

const byOwner =
  (variables: (shops: TwoShops) => Record<string, Data> | Promise<Record<string, Data>>) =>
  async (shops: TwoShops): Promise<Call> => ({ by: shops.shop.owner.client, variables: await variables(shops) });

const byAnyone =
  (variables: (shops: TwoShops) => Record<string, Data>) =>
  async (shops: TwoShops): Promise<Call> => ({ by: shops.anyone, variables: variables(shops) });

/** A session of its own, so that it can be ended. */
const byNewSession = async ({ anyone }: TwoShops): Promise<Call> => ({ by: (await signUp(anyone)).client, variables: {} });

/** For each mutation of the API a call with every argument and input field that the first shop can make now. */
export const validMutations: Record<string, (shops: TwoShops) => Promise<Call>> = {
  signUp: byAnyone(() => ({ input: signUpInput() })),
  logIn: byAnyone(({ shop }) => ({ email: shop.owner.email, password: shop.owner.password })),
  refreshSession: byAnyone(({ shop }) => ({ refreshToken: shop.owner.refreshToken })),
  logOut: byNewSession,
  updateProfile: byOwner(async (shops) => {
    const { email, name, store } = signUpInput({ name: '박마당' });
    return { input: { version: await versionOfProfile(shops), email, name, phone: phone(), store } };
  }),
  changePassword: async ({ anyone }) => {
    const { client, password } = await signUp(anyone);
    return { by: client, variables: { currentPassword: password, newPassword: 'a longer horse battery' } };
  },
  createEventDraft: byOwner(() => ({
    input: { objective: 'SALES', store: { name: '마당 커피', industry: 'CAFE', address: '서울특별시 마포구 월드컵로 12' } },
  })),
  requestRecommendations: byOwner(({ shop }) => ({ draftId: shop.draftId })),
  chooseRecommendation: byOwner(async (shops) => ({
    draftId: shops.shop.draftId,
    recommendationId: shops.shop.planId,
    edit: { title: '가을 시음회', description: '첫 줄\n둘째 줄', prize: '원두 200g', targetRoi: '12.50' },
    version: await versionOfDraft(shops),
  })),
  chooseImage: byOwner(async (shops) => ({
    draftId: shops.shop.draftId,
    imageId: shops.shop.imageId,
    version: await versionOfDraft(shops),
  })),
  chooseChannels: byOwner(async (shops) => ({
    draftId: shops.shop.draftId,
    channels: ['GENIE_TV', 'SNS'],
    version: await versionOfDraft(shops),
  })),
  schedule: byOwner(async (shops) => ({
    draftId: shops.shop.draftId,
    startsAt: fromNow(-2),
    endsAt: fromNow(48),
    version: await versionOfDraft(shops),
  })),
  publishEvent: byOwner(({ shop }) => ({ draftId: shop.draftId })),
  endEvent: byOwner(({ shop }) => ({ id: shop.eventId })),
  discardDraft: async (shops) => {
    const { by, variables } = await validMutations.createEventDraft!(shops);
    const { createEventDraft: draft } = await by.ask('create-event-draft', variables);
    return { by, variables: { id: draft.id } };
  },
  generateImages: byOwner(({ shop }) => ({ input: { draftId: shop.draftId, styles: ['SIMPLE'], platforms: ['KAKAO'] } })),
  regenerateImage: byOwner(({ shop }) => ({ id: shop.imageId })),
  participate: byAnyone(({ shop }) => ({ input: participation(shop.eventId) })),
  drawWinners: byOwner(({ shop }) => ({ eventId: shop.eventId, count: 1, storeVisitBonus: true })),
  retryDistribution: byOwner(({ shop }) => ({ eventId: shop.eventId, channel: 'SNS' })),
};
