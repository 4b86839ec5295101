import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Outlet } from '../live/outlet.ts';
import type { Operation } from '../operations.ts';
import type { RouteParts } from './routes.ts';
import { readOperation, readParameters } from './stream-parameters.ts';
import { createWrapper, type StreamedResponse, streamResponse } from './streamed-response.ts';
import { endingError, openVisit } from './visit.ts';

const CONTENT_TYPE = 'multipart/mixed;boundary="graphql";subscriptionSpec=1.0';
const DELIMITER = '\r\n--graphql';
const HEADERS = '\r\ncontent-type: application/json\r\n\r\n';
const HEARTBEAT = `${HEADERS}{}${DELIMITER}`;
const END = '--\r\n';

const ACCEPTED = /multipart\/mixed\s*;[^,]*subscriptionSpec="?1\.0"?/i;

type Asked = Pick<Operation, 'document' | 'hash' | 'operationName' | 'variables'>;

/** The subscription that a request wants in parts; null when it is something else, or not valid: then it is answered as JSON. */
export const multipartSubscription = ({ operations }: RouteParts, request: FastifyRequest): Asked | null => {
  if (!ACCEPTED.test(request.headers.accept ?? '')) return null;
  const parameters = readParameters(request);
  const read = parameters && readOperation(operations, request, parameters);
  return read && 'asked' in read && read.kind === 'subscription' ? read.asked : null;
};

/**
 * Streams a subscription over Apollo's multipart protocol 1.0: each result under `payload`, heartbeats of `{}`, and errors of the
 * transport beside a `payload` of null. Each part is followed by its delimiter at once, for clients that wait for it.
 */
export const serveMultipart = async (routes: RouteParts, request: FastifyRequest, reply: FastifyReply, asked: Asked): Promise<void> => {
  const visit = await openVisit(routes, request, reply, 'multipart');
  if (!visit) return;
  const response = streamResponse(reply, { contentType: CONTENT_TYPE, heartbeats: routes.heartbeats, sign: HEARTBEAT });
  response.write(DELIMITER);
  const outlet = createOutlet(response);
  const leave = routes.operations.subscribe(visit.operation(asked), outlet);
  visit.onEnding((ending) => {
    outlet.end([endingError(ending, outlet.after())]);
    response.cutOff();
  });
  await response.closed;
  leave();
  visit.close();
};

const part = createWrapper(`${HEADERS}{"payload":`, `}${DELIMITER}`);

const createOutlet = (response: StreamedResponse): Outlet & { after(): unknown } => {
  let place: unknown;
  return {
    waitingBytes: response.waitingBytes,
    whenDrained: response.whenDrained,
    send: (payload) => response.write(part(payload)),
    resumesAfter: (cursor) => {
      place = cursor;
    },
    after: () => place,
    end: (errors) => response.end(errors ? `${HEADERS}${JSON.stringify({ payload: null, errors })}${DELIMITER}` : '', END),
  };
};
