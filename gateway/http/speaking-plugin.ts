import type { ApolloServerPlugin } from '@apollo/server';
import { languageOf } from '#kit/language.ts';
import { protocolErrorIn } from '../public-errors.ts';

/** Puts Apollo Server's own errors, which know of no language, into the request's. */
export const speakingPlugin: ApolloServerPlugin = {
  requestDidStart: async ({ request }) => ({
    willSendResponse: async ({ response: { body } }) => {
      if (body.kind !== 'single' || !body.singleResult.errors) return;
      const language = languageOf(request.http?.headers.get('accept-language'));
      body.singleResult.errors = body.singleResult.errors.map(protocolErrorIn(language));
    },
  }),
};
