import { defineEntity, type InferEntity, p } from '@mikro-orm/core';

/** The draw of an event: one, and final. Its winners are the participants with a rank. */
export const DrawEntity = defineEntity({
  name: 'Draw',
  tableName: 'draws',
  properties: {
    id: p.uuid().primary(),
    eventId: p.uuid(),
    drawnAt: p.datetime(3),
    seed: p.text(),
    commitment: p.text(),
    algorithm: p.text(),
    count: p.integer(),
    storeVisitBonus: p.boolean(),
    entriesHash: p.text(),
  },
});

export type DrawRow = InferEntity<typeof DrawEntity>;
