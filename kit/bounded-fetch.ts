import { RemoteCallError } from './remote-call-error.ts';

const LONGEST_ANSWER_BYTES = 1_000_000;

/**
 * `fetch` for an API of others that is not trusted: a redirect fails (keys and signatures would go along), and so does an answer of more
 * than 1 MB, before it is all in memory, with a `RemoteCallError` `invalid`.
 */
export const boundedFetch =
  (server: string, longest = LONGEST_ANSWER_BYTES): typeof fetch =>
  async (input, init) => {
    const response = await fetch(input, { ...init, redirect: 'error' });
    return new Response(response.body?.pipeThrough(limitedTo(server, longest)), response);
  };

const limitedTo = (server: string, longest: number): TransformStream<Uint8Array, Uint8Array> => {
  let seen = 0;
  return new TransformStream({
    transform(chunk, controller) {
      seen += chunk.byteLength;
      if (seen > longest) throw new RemoteCallError(server, 'invalid', { detail: 'the answer is too long' });
      controller.enqueue(chunk);
    },
  });
};
