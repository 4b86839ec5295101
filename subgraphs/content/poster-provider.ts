import type { ImageProvider, RenderedImage } from './image-provider.ts';
import { createWorkerPool } from './poster/worker-pool.ts';

/** Longest time that one poster may take; a thread that needs more is stopped. */
const RENDER_MS = 30_000;

type Answer = { image: RenderedImage } | { error: unknown };

/** The embedded provider (spec §5 Content): lays the words out and draws them in threads of its own, so that the event loop stays free. */
export const createPosterProvider = ({ threads }: { threads: number }): ImageProvider => {
  const pool = createWorkerPool(new URL('./poster/render-worker.ts', import.meta.url), threads);
  return {
    name: 'poster',
    render: async (request, signal) => {
      const answer = (await pool.run(request, AbortSignal.any([signal, AbortSignal.timeout(RENDER_MS)]))) as Answer;
      if ('error' in answer) throw answer.error;
      return answer.image;
    },
    close: () => pool.close(),
  };
};
