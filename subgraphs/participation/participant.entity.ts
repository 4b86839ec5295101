import { defineEntity, type InferEntity, p } from '@mikro-orm/core';
import type { Channel } from '#schema/enums.ts';

/** An entry. `participate` inserts it, the draw sets its rank, and what is personal is erased some time after the event's end. */
export const ParticipantEntity = defineEntity({
  name: 'Participant',
  tableName: 'participants',
  properties: {
    id: p.uuid().primary(),
    eventId: p.uuid(),
    entryNumber: p.integer(),
    /** In composed form (NFC), so that a search for Hangul finds it. */
    name: p.text(),
    /** Null, like the hashes, once what is personal was erased (`erase-personal-data.ts`); the name is empty then. */
    sealedPhone: p.text().strictNullable(),
    phoneHash: p.text().strictNullable(),
    lastFourHash: p.text().strictNullable(),
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
