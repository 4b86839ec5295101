import type { FastifyReply } from 'fastify';
import { GraphQLError } from 'graphql';
import type { Heartbeats } from './heartbeats.ts';
import { type StreamedResponse, streamResponse } from './streamed-response.ts';

/** Opens a response of `text/event-stream`. The first comment makes browsers notice that it is open. */
export const openEventStream = (reply: FastifyReply, heartbeats: Heartbeats): StreamedResponse => {
  const response = streamResponse(reply, { contentType: 'text/event-stream; charset=utf-8', heartbeats, sign: ':\n\n' });
  response.write(':\n\n');
  return response;
};

/** What a stream says that ends with its session. */
export const sessionEnded = (reason: string): GraphQLError => new GraphQLError(reason, { extensions: { code: 'AUTH_002' } });
