import { createHmac, timingSafeEqual } from 'node:crypto';

/** A refresh token as it came: which session and generation it claims, and the proof. */
export type RefreshToken = { sessionId: string; generation: number; proof: string };

const FORM = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.([1-9]\d{0,8})\.([\w-]{43})$/;

const prove = (secret: string, sessionId: string, generation: number): string =>
  createHmac('sha256', Buffer.from(secret, 'base64url')).update(`${sessionId}.${generation}`).digest('base64url');

/**
 * The refresh token of one generation: `{sessionId}.{generation}.{proof}`, the proof an HMAC-SHA-256 under the session's own secret.
 * It is the same each time it is asked for, so nothing of it has to be kept, and every token a family ever had can be recognised.
 */
export const writeRefreshToken = (secret: string, sessionId: string, generation: number): string =>
  `${sessionId}.${generation}.${prove(secret, sessionId, generation)}`;

/** The parts of a text that has the form of a refresh token; null for any other. */
export const readRefreshToken = (text: string): RefreshToken | null => {
  const [, sessionId, generation, proof] = FORM.exec(text) ?? [];
  return sessionId && generation && proof ? { sessionId, generation: Number(generation), proof } : null;
};

/** Whether the token was made with this secret. */
export const isGenuine = ({ sessionId, generation, proof }: RefreshToken, secret: string): boolean =>
  timingSafeEqual(Buffer.from(proof), Buffer.from(prove(secret, sessionId, generation)));
