import type { PosterRequest } from './poster/poster-request.ts';

export type RenderedImage = { png: Uint8Array; width: number; height: number };

/** A picture, and the name of the provider that made it. */
export type MadeImage = RenderedImage & { provider: string };

/** Makes one picture (spec §5 Content). Adapters: `poster`, the embedded renderer, and `openai`, which has the ground painted. */
export type ImageProvider = {
  name: string;
  /**
   * A PNG of the platform's size. Rejects with the signal's reason when it aborts, with any other error when the picture cannot be made.
   *
   * @param deadline when the whole job has to be ready; a provider that has a quicker way takes it in time
   */
  render(request: PosterRequest, signal: AbortSignal, deadline?: Date): Promise<MadeImage>;
  close(): Promise<void>;
};
