import type { FastifyInstance } from 'fastify';
import { isUuid } from '#kit/is-uuid.ts';
import { languageOf } from '#kit/language.ts';
import { pathMessages } from '#schema/errors.ts';
import type { Context } from './context.ts';
import { IMAGE_CACHE_CONTROL } from './image-cache-control.ts';

/** `GET /images/{id}.png`: an id's file never changes, so caches may keep it for ever. 404 for anything else. */
export const serveImages = (app: FastifyInstance, { imageStore }: Context): void => {
  app.get<{ Params: { file: string } }>('/images/:file', async (request, reply) => {
    const id = request.params.file.replace(/\.png$/, '');
    const known = isUuid(id) && request.params.file === `${id}.png`;
    const tag = `"${id}"`;
    if (known && request.headers['if-none-match']?.includes(tag))
      return reply.code(304).headers({ etag: tag, 'cache-control': IMAGE_CACHE_CONTROL }).send();
    const png = known ? await imageStore.open(id) : null;
    const language = languageOf(request.headers['accept-language']);
    if (png === null) return reply.code(404).header('cache-control', 'no-store').send({ error: pathMessages.NO_IMAGE[language] });
    const headers = { 'content-type': 'image/png', 'cache-control': IMAGE_CACHE_CONTROL, etag: tag, 'x-content-type-options': 'nosniff' };
    return reply.headers(headers).send(Buffer.from(png.buffer, png.byteOffset, png.byteLength));
  });
};
