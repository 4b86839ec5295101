import { LockMode } from '@mikro-orm/core';
import type { Transaction } from '#kit/database.ts';
import { CodedError } from '#kit/errors.ts';
import type { Context } from './context.ts';
import { decideRotation } from './decide-rotation.ts';
import { type IssuedSession, issueTokens, sessionSecret } from './issued-session.ts';
import { isGenuine, type RefreshToken, readRefreshToken } from './refresh-token.ts';
import { revokeSessions } from './revoke-sessions.ts';
import type { MutationRefreshSessionArgs } from './schema.generated.ts';
import { type Session, SessionEntity } from './session.entity.ts';
import { UserEntity } from './user.entity.ts';

/**
 * Exchanges a refresh token for new tokens of its session (spec §2). Any bad or spent token is `AUTH_002`; one that was spent more than
 * 10 s ago was copied by somebody, so its session ends.
 */
export const refreshSession = async (ctx: Context, args: MutationRefreshSessionArgs): Promise<IssuedSession> => {
  const token = readRefreshToken(args.refreshToken);
  const outcome = token && (await ctx.transaction((tx) => rotate(ctx, tx, token)));
  if (!outcome) throw new CodedError('AUTH_002');
  if ('refreshToken' in outcome) return outcome;
  ctx.log.warn({ userId: outcome.userId, sessionId: outcome.id }, 'a spent refresh token came again: its session has ended');
  await revokeSessions(ctx, outcome.userId, [outcome.id]);
  throw new CodedError('AUTH_002');
};

/** New tokens, or the session that a copied token has ended, or null for a token that is good for nothing. */
const rotate = async (ctx: Context, tx: Transaction, token: RefreshToken): Promise<IssuedSession | Session | null> => {
  const session = await tx.em.findOne(SessionEntity, { id: token.sessionId }, { lockMode: LockMode.PESSIMISTIC_WRITE });
  if (!session || !isGenuine(token, sessionSecret(ctx, session))) return null;
  const now = ctx.now();
  const decision = decideRotation(session, token.generation, now);
  switch (decision.kind) {
    case 'refuse':
      return null;
    case 'reuse':
      session.endedAt = now;
      return session;
    case 'rotate':
      Object.assign(session, decision.next);
      return issue(ctx, tx, session, decision.next.generation, now);
    case 'repeat':
      return issue(ctx, tx, session, decision.generation, now);
    default:
      return decision satisfies never;
  }
};

const issue = async (ctx: Context, tx: Transaction, session: Session, generation: number, now: Date): Promise<IssuedSession> =>
  issueTokens(ctx, { user: await tx.em.findOneOrFail(UserEntity, session.userId), session, generation, now });
