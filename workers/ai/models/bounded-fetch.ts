import { RemoteCallError } from '#kit/remote-call-error.ts';

const LONGEST_ANSWER_BYTES = 1_000_000;

/**
 * `fetch` for an API that is not trusted: a redirect fails (the key would go along), and so does an answer of more than 1 MB, before it is read into memory.
 */
export const boundedFetch =
  (server: string): typeof fetch =>
  async (input, init) => {
    const response = await fetch(input, { ...init, redirect: 'error' });
    return new Response(response.body?.pipeThrough(limitedTo(server, LONGEST_ANSWER_BYTES)), response);
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
