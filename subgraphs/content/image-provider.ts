import type { PosterRequest } from './poster/poster-request.ts';

export type RenderedImage = { png: Uint8Array; width: number; height: number };

/** Makes one picture (spec §5 Content). Adapters: `poster`, the embedded renderer. */
export type ImageProvider = {
  name: string;
  /** A PNG of the platform's size. Rejects with the signal's reason when it aborts, with any other error when the picture cannot be made. */
  render(request: PosterRequest, signal: AbortSignal): Promise<RenderedImage>;
  close(): Promise<void>;
};
