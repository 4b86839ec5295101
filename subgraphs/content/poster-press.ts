import type { RenderedImage } from './image-provider.ts';
import type { PosterRequest } from './poster/poster-request.ts';
import { createWorkerPool } from './poster/worker-pool.ts';

/** Longest time that one poster may take in its thread. */
const RENDER_MS = 60_000;

/** Draws posters in threads of its own, so that the event loop stays free. */
export type PosterPress = {
  /** With a picture (PNG) the words are laid over it. Rejects when it cannot be decoded, or with the signal's reason. */
  draw(request: PosterRequest, picture: Uint8Array | null, signal: AbortSignal): Promise<RenderedImage>;
  close(): Promise<void>;
};

/** What a thread is told. */
export type PosterTask = { request: PosterRequest; picture: Uint8Array | null };

type Answer = { image: RenderedImage } | { error: unknown };

export const createPosterPress = ({ threads }: { threads: number }): PosterPress => {
  const pool = createWorkerPool(new URL('./poster/render-worker.ts', import.meta.url), { threads, taskMs: RENDER_MS });
  return {
    draw: async (request, picture, signal) => {
      const task: PosterTask = { request, picture };
      const answer = (await pool.run(task, signal)) as Answer;
      if ('error' in answer) throw answer.error;
      return answer.image;
    },
    close: () => pool.close(),
  };
};
