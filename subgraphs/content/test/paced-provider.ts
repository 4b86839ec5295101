import type { ImageProvider, MadeImage } from '../image-provider.ts';
import { formatOf, type PosterRequest } from '../poster/poster-request.ts';

/** A provider that makes a picture only when the test lets it: a real implementation of the port, without drawing. */
export type PacedProvider = ImageProvider & {
  asked: PosterRequest[];
  /** Lets so many more pictures be made. */
  allow: (count: number) => void;
  /** Makes the next so many attempts fail. */
  failNext: (count: number) => void;
};

export const createPacedProvider = (allowed = Number.POSITIVE_INFINITY): PacedProvider => {
  const waiting: (() => void)[] = [];
  const asked: PosterRequest[] = [];
  let left = allowed;
  let failures = 0;
  const turn = (signal: AbortSignal): Promise<void> => {
    if (left-- > 0) return Promise.resolve();
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
    waiting.push(resolve);
    return promise;
  };
  return {
    name: 'paced',
    asked,
    allow: (count) => {
      left = Math.max(0, left) + count;
      for (const resume of waiting.splice(0, count)) {
        left--;
        resume();
      }
    },
    failNext: (count) => {
      failures = count;
    },
    render: async (request, signal): Promise<MadeImage> => {
      await turn(signal);
      asked.push(request);
      if (failures-- > 0) throw new Error('The provider is out of paint.');
      return { png: new TextEncoder().encode(JSON.stringify(request)), ...formatOf[request.platform], provider: 'paced' };
    },
    close: async () => {},
  };
};
