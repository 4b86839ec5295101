import { z } from 'zod';
import { defineDocument } from '#kit/store/document.ts';
import { lifetimes } from './lifetimes.ts';

/** `revoked:{sid}` (spec §5, User): a session that was logged out, for as long as its access token may live. */
export const RevokedSessionDocument = defineDocument({
  name: 'revoked:{sid}',
  key: (sessionId: string) => `revoked:${sessionId}`,
  description: 'A session that has ended; every gateway refuses it and closes its sockets.',
  writer: 'user',
  readers: ['gateway', 'every subgraph'],
  ttlMs: lifetimes.revokedSession,
  schema: z.object({ userId: z.uuid(), revokedAt: z.iso.datetime() }),
});
export type RevokedSession = z.infer<typeof RevokedSessionDocument.schema>;
