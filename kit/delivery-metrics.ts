import { Counter, Gauge } from 'prom-client';
import type { Message } from './define-event.ts';
import { readInboxLag, readOutboxAge, readParkedCount } from './delivery-figures.ts';
import type { Metrics } from './metrics.ts';
import type { ServiceContext } from './service.ts';

const figures = {
  madang_outbox_age_seconds: { help: 'Age of the oldest message that is not published yet.', read: readOutboxAge },
  madang_inbox_lag_seconds: { help: 'Age of the oldest message that waits to be handled.', read: readInboxLag },
  madang_inbox_parked: { help: 'Dead letters: messages that are parked.', read: readParkedCount },
};

/** Adds a service's delivery figures to the process's metrics, labelled by service; they are read when they are scraped. */
export const exportDeliveryMetrics = ({
  name,
  metrics,
  database,
  log,
}: Pick<ServiceContext, 'name' | 'metrics' | 'database' | 'log'>): void => {
  for (const [metric, { help, read }] of Object.entries(figures)) {
    const gauge = serviceGauge(metrics, metric, help);
    gauge.readers.set(name, () =>
      read(database.sql).catch((error: unknown) => {
        log.warn({ err: error, metric }, 'a delivery figure could not be read');
        return Number.NaN;
      }),
    );
  }
};

const PUBLISHED = 'madang_messages_published_total';

/** Counts what this process's relay of a service has published, by the kind of event: what happens in the service's domain. */
export const countPublished = ({ name, metrics }: Pick<ServiceContext, 'name' | 'metrics'>): ((messages: readonly Message[]) => void) => {
  const known = metrics.getSingleMetric(PUBLISHED) as Counter<'service' | 'type'> | undefined;
  const help = 'Events that were published, by kind.';
  const counter = known ?? new Counter({ name: PUBLISHED, help, labelNames: ['service', 'type'], registers: [metrics] });
  return (messages) => {
    for (const { type } of messages) counter.inc({ service: name, type });
  };
};

type ServiceGauge = Gauge<'service'> & { readers: Map<string, () => Promise<number>> };

const serviceGauge = (metrics: Metrics, name: string, help: string): ServiceGauge => {
  const known = metrics.getSingleMetric(name);
  if (known) return known as unknown as ServiceGauge;
  const readers: ServiceGauge['readers'] = new Map();
  const gauge = new Gauge({
    name,
    help,
    labelNames: ['service'],
    registers: [metrics],
    async collect() {
      await Promise.all([...readers].map(async ([service, read]) => this.set({ service }, await read())));
    },
  });
  return Object.assign(gauge, { readers });
};
