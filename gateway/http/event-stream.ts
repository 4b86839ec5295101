import type { FastifyReply } from 'fastify';
import type { Heartbeats } from './heartbeats.ts';
import { type StreamedResponse, streamResponse } from './streamed-response.ts';

/** Opens a response of `text/event-stream`. The first comment makes browsers notice that it is open. */
export const openEventStream = (reply: FastifyReply, heartbeats: Heartbeats): StreamedResponse => {
  const response = streamResponse(reply, { contentType: 'text/event-stream; charset=utf-8', heartbeats, sign: ':\n\n' });
  response.write(':\n\n');
  return response;
};

/** A cursor as an event's `id`, which a browser's `EventSource` sends back as `Last-Event-ID` when it reconnects. */
export const idLine = (cursor: unknown): string => (cursor === undefined || /[\0\r\n]/.test(String(cursor)) ? '' : `id: ${cursor}\n`);
