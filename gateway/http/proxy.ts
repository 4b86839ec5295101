import type { FastifyInstance } from 'fastify';
import { Pool } from 'undici';
import { languageOf } from '#kit/language.ts';
import type { Log } from '#kit/log.ts';
import { errorMessages } from '#schema/errors.ts';

/** Paths that are passed on, each to a service's base URL. */
export type ProxiedPaths = Readonly<Record<string, string>>;

const NOT_PASSED_ON = new Set([
  'connection',
  'keep-alive',
  'transfer-encoding',
  'upgrade',
  'proxy-authenticate',
  'trailer',
  'te',
  'host',
  'content-length',
]);

/** Passes GETs below the paths on to services, streaming the answers; 502 when a service does not answer. */
export const proxyPaths = (app: FastifyInstance, paths: ProxiedPaths, gatewaySecret: string, log: Log): void => {
  const pools = new Map(
    Object.values(paths).map((url) => [url, new Pool(new URL(url).origin, { connections: 16, headersTimeout: 30_000 })]),
  );
  app.addHook('onClose', async () => void (await Promise.all([...pools.values()].map((pool) => pool.close()))));
  for (const [path, url] of Object.entries(paths)) {
    app.get(path, async (request, reply) => {
      const headers = { ...passedOn(request.headers), 'x-gateway-secret': gatewaySecret, 'x-client-address': request.ip };
      const left = new AbortController();
      reply.raw.once('close', () => left.abort());
      try {
        const response = await pools.get(url)!.request({ method: 'GET', path: request.url, headers, signal: left.signal });
        return reply.code(response.statusCode).headers(passedOn(response.headers)).send(response.body);
      } catch (error) {
        log.warn({ err: error, path }, 'a service does not answer');
        return reply.code(502).send({ message: errorMessages.SERVICE_UNAVAILABLE[languageOf(request.headers['accept-language'])] });
      }
    });
  }
};

const passedOn = (headers: Record<string, string | string[] | undefined>): Record<string, string | string[]> =>
  Object.fromEntries(
    Object.entries(headers).filter((entry): entry is [string, string | string[]] => entry[1] !== undefined && !NOT_PASSED_ON.has(entry[0])),
  );
