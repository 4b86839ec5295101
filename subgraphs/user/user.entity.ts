import { defineEntity, type InferEntity, p } from '@mikro-orm/core';
import type { Industry } from '#schema/enums.ts';

/** An account with its store. E-mail address and phone number (by its keyed hash) are unique. */
export const UserEntity = defineEntity({
  name: 'User',
  tableName: 'users',
  properties: {
    id: p.uuid().primary(),
    /** Trimmed, lower case. */
    email: p.text(),
    passwordHash: p.text(),
    name: p.text(),
    /** See `sealed-fields.ts`. */
    phoneEncrypted: p.text(),
    phoneHash: p.text(),
    storeName: p.text(),
    industry: p.text().$type<Industry>(),
    address: p.text(),
    businessHours: p.text().strictNullable(),
    businessNumberEncrypted: p.text(),
    /** Counts profile edits, from 1. */
    version: p.integer(),
    createdAt: p.datetime(),
    /** When the newest session began. */
    lastLoginAt: p.datetime().strictNullable(),
  },
});

export type User = InferEntity<typeof UserEntity>;
