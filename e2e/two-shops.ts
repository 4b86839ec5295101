import type { Client } from './client.ts';
import { completeDraft, type Owner, participation, publishedEvent, signUp } from './owner.ts';

/** An owner with a complete draft, and an open event that one customer takes part in. */
export type Shop = {
  owner: Owner;
  draftId: string;
  planId: string;
  imageId: string;
  recommendationJobId: string;
  imageJobId: string;
  eventId: string;
  customerPhone: string;
};

/** Two shops that have everything an owner can have, and nothing in common. */
export type TwoShops = { anyone: Client; shop: Shop; other: Shop };

const DRAFT = /* GraphQL */ `
  query Draft($id: ID!) {
    eventDraft(id: $id) { chosen { id } image { id } recommendationJob { id } imageJob { id } }
  }
`;

const openShop = async (anyone: Client): Promise<Shop> => {
  const owner = await signUp(anyone);
  const { id: eventId } = await publishedEvent(owner);
  const draftId = await completeDraft(owner);
  const { eventDraft: draft } = await owner.client.ask(DRAFT, { id: draftId });
  const input = participation(eventId);
  await anyone.ask('participate', { input });
  return {
    owner,
    draftId,
    planId: draft.chosen.id,
    imageId: draft.image.id,
    recommendationJobId: draft.recommendationJob.id,
    imageJobId: draft.imageJob.id,
    eventId,
    customerPhone: input.phone,
  };
};

export const twoShops = async (anyone: Client): Promise<TwoShops> => {
  const [shop, other] = await Promise.all([openShop(anyone), openShop(anyone)]);
  return { anyone, shop, other };
};
