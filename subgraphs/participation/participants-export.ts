import { timingSafeEqual } from 'node:crypto';
import { keyedHash } from '#kit/encryption.ts';
import type { Context, RequestContext } from './context.ts';
import { ownEvent } from './own-event.ts';

const GOOD_FOR_MS = 5 * 60_000;

/** What a signed path carries: until when it is good (milliseconds since 1970), and the proof. */
export type ExportTicket = { expires: string; signature: string };

const signatureOf = ({ config }: Context, eventId: string, expires: string): string =>
  keyedHash(config.HASH_KEY, `${eventId} ${expires}`, 'participation.export');

/** `Event.participantsExport`: the owner's; a path to the CSV that needs no token and is good for 5 minutes. Null for an event that is not known. */
export const participantsExport = async (ctx: RequestContext, eventId: string): Promise<string | null> => {
  const event = await ownEvent(ctx, eventId);
  if (event === null) return null;
  const expires = String(ctx.now().getTime() + GOOD_FOR_MS);
  const query = new URLSearchParams({ expires, signature: signatureOf(ctx, event.id, expires) });
  return `${ctx.config.PUBLIC_URL}/exports/${event.id}/participants.csv?${query}`;
};

/** Whether `participantsExport` signed this, for this event, less than 5 minutes ago. */
export const isGoodTicket = (ctx: Context, eventId: string, { expires, signature }: ExportTicket): boolean => {
  const right = Buffer.from(signatureOf(ctx, eventId, expires));
  const given = Buffer.from(signature);
  return given.length === right.length && timingSafeEqual(given, right) && Number(expires) > ctx.now().getTime();
};
