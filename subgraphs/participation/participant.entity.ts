import { defineEntity, type InferEntity, p } from '@mikro-orm/core';
import type { Channel } from '#schema/enums.ts';

/** An entry. `participate` inserts it, the draw sets its rank, nothing else changes it. */
export const ParticipantEntity = defineEntity({
  name: 'Participant',
  tableName: 'participants',
  properties: {
    id: p.uuid().primary(),
    eventId: p.uuid(),
    entryNumber: p.integer(),
    /** In composed form (NFC), so that a search for Hangul finds it. */
    name: p.text(),
    sealedPhone: p.text(),
    phoneHash: p.text(),
    lastFourHash: p.text(),
    channel: p.text().$type<Channel>(),
    storeVisit: p.boolean(),
    registeredAt: p.datetime(3),
    /** The version of the consents' text that was agreed to (`consent-text.ts`). */
    consentVersion: p.text(),
    personalInfoConsentAt: p.datetime(3),
    marketingConsentAt: p.datetime(3).nullable(),
    /** The place among the winners, from 1. */
    winnerRank: p.integer().nullable(),
  },
});

export type ParticipantRow = InferEntity<typeof ParticipantEntity>;
