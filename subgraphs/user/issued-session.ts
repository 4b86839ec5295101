import type { Context } from './context.ts';
import { writeRefreshToken } from './refresh-token.ts';
import type { Session } from './session.entity.ts';
import type { User } from './user.entity.ts';

/** The tokens of a session, as its owner gets them. */
export type IssuedSession = { accessToken: string; refreshToken: string; expiresAt: Date; user: User };

type Issue = { user: User; session: Pick<Session, 'id' | 'secretEncrypted'>; generation: number; now: Date };

/** What the family's refresh tokens are derived from. */
export const sessionSecret = ({ encryption }: Context, { secretEncrypted }: Pick<Session, 'secretEncrypted'>): string =>
  encryption.decrypt(secretEncrypted, 'session.secret');

/** A new access token, and the refresh token of `generation`. */
export const issueTokens = async (ctx: Context, { user, session, generation, now }: Issue): Promise<IssuedSession> => ({
  ...(await ctx.tokens.sign(user.id, session.id, now)),
  refreshToken: writeRefreshToken(sessionSecret(ctx, session), session.id, generation),
  user,
});
