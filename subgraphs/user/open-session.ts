import { randomBytes } from 'node:crypto';
import type { Transaction } from '#kit/database.ts';
import type { Context } from './context.ts';
import { REFRESH_TOKEN_MS } from './decide-rotation.ts';
import { type IssuedSession, issueTokens } from './issued-session.ts';
import { SessionEntity } from './session.entity.ts';
import type { User } from './user.entity.ts';

/** Begins a session, at `now`, of an account that exists in this transaction. */
export const openSession = async (ctx: Context, tx: Transaction, user: User, now: Date): Promise<IssuedSession> => {
  const session = {
    id: ctx.newId(),
    userId: user.id,
    secretEncrypted: ctx.encryption.encrypt(randomBytes(32).toString('base64url'), 'session.secret'),
    generation: 1,
    rotations: [],
    startedAt: now,
    expiresAt: new Date(now.getTime() + REFRESH_TOKEN_MS),
    endedAt: null,
  };
  await tx.em.insert(SessionEntity, session);
  return issueTokens(ctx, { user: { ...user, lastLoginAt: now }, session, generation: 1, now });
};
