import type { Metrics } from '#kit/metrics.ts';
import { createRemoteCalls, type RemoteCallPace } from '#kit/remote-calls.ts';
import { groundPrompt } from './ground-prompt.ts';
import { createPainterMetrics } from './image-metrics.ts';
import type { ImageProvider } from './image-provider.ts';
import type { Painter } from './painter.ts';
import type { PosterRequest } from './poster/poster-request.ts';
import type { PosterPress } from './poster-press.ts';

/** How patient the provider is with its painter. Times in milliseconds. */
export const PAINTER_PACE: RemoteCallPace = {
  attemptMs: 60_000,
  retries: 2,
  backoff: { firstMs: 1_000, capMs: 10_000 },
  longestWaitMs: 20_000,
  breaker: { failures: 5, halfOpenAfterMs: 30_000 },
};

export type PaintedProviderOptions = { press: PosterPress; metrics: Metrics; price?: number; pace?: RemoteCallPace };

const REMEMBERED = 12;

/**
 * Has a ground painted and lays the shop's words over it (spec §5 Content). One picture serves the platforms of a style: it is painted
 * once and cut for each. The press stays its owner's. `price` is that of a picture in US dollars, for the metrics.
 */
export const createPaintedProvider = (
  painter: Painter,
  { press, metrics, price = 0, pace = PAINTER_PACE }: PaintedProviderOptions,
): ImageProvider => {
  const calls = createRemoteCalls({ server: painter.name, ...pace });
  const figures = createPainterMetrics(metrics, painter, price, calls.isOpen);
  const paint = async (prompt: string, signal: AbortSignal): Promise<Uint8Array> => {
    const picture = await painter.paint(prompt, signal);
    figures.billed();
    return picture;
  };
  const pictures = new Map<string, Promise<Uint8Array>>();
  const forget = (key: string | undefined): void => void (key !== undefined && pictures.delete(key));
  const pictureFor = (request: PosterRequest, signal: AbortSignal): Promise<Uint8Array> => {
    const key = subjectOf(request);
    const known = pictures.get(key);
    if (known) return known;
    const painting = calls.run((attempt) => figures.measured(() => paint(groundPrompt(request), attempt), attempt), signal);
    pictures.set(key, painting);
    painting.catch(() => forget(key));
    if (pictures.size > REMEMBERED) forget(pictures.keys().next().value);
    return painting;
  };
  return {
    name: painter.name,
    render: async (request, signal) => {
      const picture = await pictureFor(request, signal);
      try {
        return { ...(await press.draw(request, picture, signal)), provider: painter.name };
      } catch (error) {
        forget(subjectOf(request));
        throw error;
      }
    },
    close: async () => {},
  };
};

/** What a picture is of, whatever the platform. */
const subjectOf = ({ style, store, plan, variant }: PosterRequest): string => JSON.stringify([style, store, plan, variant]);
