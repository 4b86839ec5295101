import { defineEntity, type InferEntity, p } from '@mikro-orm/core';
import type { Rotation } from './decide-rotation.ts';

/** A session: a family of refresh tokens, each the successor of the one before. Its id is the access tokens' `sid`. */
export const SessionEntity = defineEntity({
  name: 'Session',
  tableName: 'sessions',
  properties: {
    id: p.uuid().primary(),
    userId: p.uuid(),
    /** What the family's refresh tokens are derived from, encrypted; see `refresh-token.ts`. */
    secretEncrypted: p.text(),
    /** Of the refresh token that is good now, from 1. */
    generation: p.integer(),
    /** The rotations of the last seconds, the oldest first. */
    rotations: p.json().$type<Rotation[]>(),
    startedAt: p.datetime(),
    /** When the present refresh token expires. */
    expiresAt: p.datetime(),
    endedAt: p.datetime().strictNullable(),
  },
});

export type Session = InferEntity<typeof SessionEntity>;
