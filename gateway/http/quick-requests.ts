import { createServer, type IncomingMessage, type ServerOptions, type ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyServerFactory } from 'fastify';
import { type ExecutionResult, OperationTypeNode } from 'graphql';
import { leftSignal } from '#kit/left-signal.ts';
import { endOfTurn } from '../end-of-turn.ts';
import { bodyOf, isWritten, type WrittenAnswer } from '../execute/written-answer.ts';
import type { Identify } from '../identity.ts';
import { BODY_BYTES } from '../limits.ts';
import type { Operation, Operations } from '../operations.ts';
import { operationTypeOf } from '../plan/operation-of.ts';
import { withoutAlgorithm } from '../protection/persisted-queries.ts';
import { admitRequest, type RequestAdmission } from './admitted.ts';
import type { OriginHeaders } from './cors.ts';
import { MEDIA_TYPES } from './media-types.ts';
import { quickParameters, readBody } from './quick-body.ts';

const JSON_BODY = /^application\/json(; ?charset=utf-8)?$/i;

/** What has been done of a request that is handed on. */
export type HandedOn = {
  /** When it came, by `performance.now()`. */
  begun: number;
  /** Its body as far as it was read. */
  bytes: Buffer;
  admission?: RequestAdmission;
  /** Aborts when the client leaves. */
  signal?: AbortSignal;
  /** The answer, which has errors. */
  answered?: ExecutionResult;
  failure?: unknown;
};

export type QuickRequests = {
  /** Takes a request, or leaves it alone (false). One that turns out to be none for it is handed on by `handOn`. */
  take: (request: IncomingMessage, response: ServerResponse, handOn: () => void) => boolean;
  /** What was done of one that was handed on. */
  handedOn: (request: IncomingMessage) => HandedOn | undefined;
};

export type QuickRequestsOptions = {
  operations: Operations;
  identify: Identify;
  addressOf: (request: IncomingMessage) => string;
  /** Parses JSON as fastify does; throws for what it refuses. */
  parse: (text: string) => unknown;
  originHeaders: OriginHeaders;
  /** Whether the client is to leave with this answer. */
  isParting: (request: IncomingMessage) => boolean;
  /** Counts an answer; milliseconds. */
  observe: (duration: number) => void;
};

/**
 * The short way of an ordinary request: a POST of JSON to `/graphql` with a query that is valid, or an id of one. It is
 * read and answered on Node's own server, with the status, headers and body that it would have; fastify and Apollo
 * Server, which take more than half of a small answer's time, never see it. Everything else is theirs, errors included.
 */
export const createQuickRequests = (options: QuickRequestsOptions): QuickRequests => {
  const handed = new WeakMap<IncomingMessage, HandedOn>();

  /** What a body asks for; null when that is nothing that is valid, or a subscription, which some clients want as a stream. */
  const askedIn = (text: string): Pick<Operation, 'document' | 'hash' | 'operationName' | 'variables'> | null => {
    const parameters = quickParameters(text, options.parse);
    if (!parameters) return null;
    const { query, documentId, operationName, variables } = parameters;
    const { read, persisted } = options.operations;
    const { document, hash } = read(query ?? persisted.get(withoutAlgorithm(documentId)) ?? '');
    if (!document || operationTypeOf({ document, operationName }) === OperationTypeNode.SUBSCRIPTION) return null;
    return { document, hash, operationName, variables: variables ?? {} };
  };

  /** Its answer when it has no errors; else what is to be handed on. */
  const work = async (request: IncomingMessage, response: ServerResponse, known: HandedOn): Promise<Answered | HandedOn> => {
    if (known.bytes.length > BODY_BYTES) {
      response.setHeader('connection', 'close');
      return known;
    }
    known.admission = await admitRequest(options, request, options.addressOf(request));
    const { scope, refusal } = known.admission;
    if (refusal) return known;
    const signal = leftSignal(response);
    known.signal = signal;
    const asking = { ...scope, signal };
    const text = known.bytes.toString();
    const result = await options.operations.answerText(asking, text, () => {
      const asked = askedIn(text);
      return asked && { ...asking, ...asked };
    });
    if (!result) return known;
    if (!isWritten(result)) return Object.assign(known, { answered: result });
    await endOfTurn();
    return { written: result, traceId: scope.traceId };
  };

  const write = (request: IncomingMessage, response: ServerResponse, mediaType: string, { written, traceId }: Answered): void => {
    const body = bodyOf(written);
    const head = [...options.originHeaders(request.headers.origin), 'x-request-id', traceId, 'content-type', mediaType];
    head.push('cache-control', 'no-store', 'content-length', String(Buffer.byteLength(body, written.encoding)));
    if (options.isParting(request)) head.push('connection', 'close');
    response.writeHead(200, head);
    response.end(body, written.encoding);
  };

  return {
    take: (request, response, handOn) => {
      const mediaType = isOrdinary(request) ? MEDIA_TYPES.get(request.headers.accept) : undefined;
      if (mediaType === undefined) return false;
      const begun = performance.now();
      const answer = async (bytes: Buffer): Promise<void> => {
        const known: HandedOn = { begun, bytes };
        const outcome = await work(request, response, known).catch((failure: unknown) => Object.assign(known, { failure }));
        if ('written' in outcome) {
          write(request, response, mediaType, outcome);
          options.observe(performance.now() - begun);
        } else {
          handed.set(request, outcome);
          handOn();
        }
      };
      readBody(request, (bytes) => void answer(bytes).catch(() => response.destroy()));
      return true;
    },
    handedOn: (request) => handed.get(request),
  };
};

/** Node's server as fastify makes it, but that quick requests are taken before fastify hears of them. */
export const quickFirst =
  (quick: () => QuickRequests): FastifyServerFactory =>
  (fastify, options) => {
    const { http, keepAliveTimeout, requestTimeout } = options as ServerOptions & { http?: ServerOptions };
    return createServer({ ...http, keepAliveTimeout, requestTimeout }, (request, response) => {
      const handOn = (): void => void fastify(request, response);
      if (!quick().take(request, response, handOn)) handOn();
    });
  };

/** Parses as fastify does, its guard against poisoned prototypes included. */
export const jsonParser = (app: FastifyInstance): QuickRequestsOptions['parse'] => {
  const parse = app.getDefaultJsonParser('error', 'error');
  return (text) => {
    let parsed: unknown;
    parse(null as never, text, (error, body) => {
      if (error) throw error;
      parsed = body;
    });
    return parsed;
  };
};

/** Lets the body of a request that was handed on be read once more. */
export const readAgain = (scope: FastifyInstance, { handedOn }: Pick<QuickRequests, 'handedOn'>): void => {
  scope.addHook('preParsing', (request, _reply, payload, done) => {
    const bytes = handedOn(request.raw)?.bytes;
    done(null, bytes === undefined ? payload : Readable.from([bytes], { objectMode: false }));
  });
};

type Answered = { written: WrittenAnswer; traceId: string };

const isOrdinary = ({ method, url, headers }: IncomingMessage): boolean =>
  url === '/graphql' &&
  method === 'POST' &&
  JSON_BODY.test(headers['content-type'] ?? '') &&
  Number(headers['content-length'] ?? 0) <= BODY_BYTES &&
  headers['content-encoding'] === undefined;
