import { Readable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import { isUuid } from '#kit/is-uuid.ts';
import { languageOf } from '#kit/language.ts';
import { pathMessages } from '#schema/errors.ts';
import type { Context } from './context.ts';
import { participantsCsv } from './participants-csv.ts';
import { type ExportTicket, isGoodTicket } from './participants-export.ts';
import { publishedEntries } from './published-entries.ts';

type OfEvent = { Params: { eventId: string } };

/** `GET /draws/{eventId}/entries`, public; `GET /exports/{eventId}/participants.csv`, for whoever has a signed path. */
export const routes = (app: FastifyInstance, ctx: Context): void => {
  app.get<OfEvent>('/draws/:eventId/entries', async ({ params: { eventId }, headers }, reply) => {
    const entries = isUuid(eventId) ? await publishedEntries(ctx, eventId.toLowerCase()) : null;
    const language = languageOf(headers['accept-language']);
    if (entries === null) return reply.code(404).header('cache-control', 'no-store').send({ error: pathMessages.NO_DRAW[language] });
    return reply
      .type('text/plain; charset=utf-8')
      .headers({ 'cache-control': 'public, max-age=31536000, immutable', 'x-content-type-options': 'nosniff' })
      .send(Readable.from(entries));
  });
  app.get<OfEvent & { Querystring: Partial<ExportTicket> }>('/exports/:eventId/participants.csv', async (request, reply) => {
    const { eventId } = request.params;
    const { expires = '', signature = '' } = request.query;
    reply.headers({ 'cache-control': 'private, no-store', 'referrer-policy': 'no-referrer', 'x-content-type-options': 'nosniff' });
    if (!isUuid(eventId) || !isGoodTicket(ctx, eventId, { expires: String(expires), signature: String(signature) })) {
      return reply.code(403).send({ error: pathMessages.LINK_EXPIRED[languageOf(request.headers['accept-language'])] });
    }
    return reply
      .type('text/csv; charset=utf-8')
      .header('content-disposition', `attachment; filename="participants-${eventId}.csv"`)
      .send(Readable.from(participantsCsv(ctx, eventId)));
  });
};
