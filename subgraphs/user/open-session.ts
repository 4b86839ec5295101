import { randomBytes } from 'node:crypto';
import type { Sql } from '#kit/database.ts';
import { CodedError } from '#kit/errors.ts';
import type { Context } from './context.ts';
import { REFRESH_TOKEN_MS } from './decide-rotation.ts';
import { type IssuedSession, issueTokens } from './issued-session.ts';
import type { User } from './user.entity.ts';

/** One statement, so that a log-in holds the account for one round trip; it waits for a change of the password that is under way. */
const OPEN = `
  with account as (select id from users where id = $2::uuid and password_hash = $3 for share)
  insert into sessions (id, user_id, secret_encrypted, generation, rotations, started_at, expires_at)
  select $1::uuid, id, $4, 1, '[]', $5::timestamptz, $6::timestamptz from account
  returning id`;

/**
 * Begins a session, at `now`, of an account whose password was compared or just set.
 *
 * @throws CodedError `AUTH_001` when the password was changed meanwhile
 */
export const openSession = async (ctx: Context, sql: Sql, user: User, now: Date): Promise<IssuedSession> => {
  const id = ctx.newId();
  const secretEncrypted = ctx.encryption.encrypt(randomBytes(32).toString('base64url'), 'session.secret');
  const expiresAt = new Date(now.getTime() + REFRESH_TOKEN_MS);
  const opened = await sql(OPEN, [id, user.id, user.passwordHash, secretEncrypted, now, expiresAt]);
  if (opened.length === 0) throw new CodedError('AUTH_001');
  return issueTokens(ctx, { user: { ...user, lastLoginAt: now }, session: { id, secretEncrypted }, generation: 1, now });
};
