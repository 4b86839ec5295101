import type { ApolloServerPlugin } from '@apollo/server';
import { untrustedFirst } from '../protection/trusted-documents.ts';

/** Apollo Server validates by all rules at once: what is wrong beside with a document that is not trusted is kept back. */
export const trustPlugin: ApolloServerPlugin = {
  requestDidStart: async () => ({
    willSendResponse: async ({ response: { body } }) => {
      if (body.kind !== 'single' || !body.singleResult.errors) return;
      body.singleResult.errors = untrustedFirst(body.singleResult.errors);
    },
  }),
};
