import { Counter } from 'prom-client';
import type { Metrics } from '#kit/metrics.ts';
import { createRemoteCallMetrics, type Measured } from '#kit/remote-call-metrics.ts';
import type { ImageProvider } from './image-provider.ts';
import type { Painter } from './painter.ts';

export type PainterMetrics = {
  measured: Measured;
  /** A picture was billed, whether or not it could be used. */
  billed: () => void;
};

const labelNames = ['provider', 'model'] as const;

/** Attempts, circuit and cost of one painter, in the process's metrics. `price` is that of a picture, in US dollars. */
export const createPainterMetrics = (
  metrics: Metrics,
  { name: provider, model }: Painter,
  price: number,
  isOpen: () => boolean,
): PainterMetrics => {
  const labels = { provider, model };
  const cost = new Counter({
    name: 'madang_image_cost_dollars_total',
    help: 'Cost of the pictures that an API painted, in US dollars.',
    labelNames,
    registers: [metrics],
  });
  const calls = createRemoteCallMetrics(metrics, {
    prefix: 'madang_image',
    purpose: 'have a picture painted by an API',
    labelNames,
    buckets: [1, 2, 5, 10, 20, 40, 60],
  });
  return { measured: calls.ofServer(labels, isOpen), billed: () => cost.inc(labels, price) };
};

const PICTURES = 'madang_image_pictures_total';

/** The provider, its pictures counted by who made them. A process that starts the service again goes on counting. */
export const countingPictures = (provider: ImageProvider, metrics: Metrics): ImageProvider => {
  const made =
    (metrics.getSingleMetric(PICTURES) as Counter<'provider'> | undefined) ??
    new Counter({ name: PICTURES, help: 'Pictures made for events, by who made them.', labelNames: ['provider'], registers: [metrics] });
  return {
    ...provider,
    render: async (...request) => {
      const image = await provider.render(...request);
      made.inc({ provider: image.provider });
      return image;
    },
  };
};
