import { Counter, Gauge, Histogram } from 'prom-client';
import type { Metrics } from '#kit/metrics.ts';

/** What is counted of live state (gateway: conformance and tools). */
export type LiveMetrics = {
  sockets: Gauge<'transport'>;
  subscriptions: Gauge;
  upstreams: Gauge;
  /** Events that came from subgraphs. */
  events: Counter;
  /** Messages handed to clients. */
  messages: Counter;
  /** States overtaken and feeds closed because a client is slow. */
  drops: Counter<'kind'>;
  /** Seconds from an event's arrival until every client was given it. */
  lag: Histogram;
};

const LAG_SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5];

export const createLiveMetrics = (registry: Metrics): LiveMetrics => {
  const registers = [registry];
  const gauge = (name: string, help: string): Gauge => new Gauge({ name, help, registers });
  const counter = (name: string, help: string): Counter => new Counter({ name, help, registers });
  return {
    sockets: new Gauge({ name: 'madang_live_sockets', help: 'Connections that carry live state', labelNames: ['transport'], registers }),
    subscriptions: gauge('madang_live_subscriptions', 'Subscriptions of clients'),
    upstreams: gauge('madang_live_upstreams', 'Subscriptions at subgraphs, each shared by all who may see the same'),
    events: counter('madang_live_events_total', 'Events from subgraphs'),
    messages: counter('madang_live_messages_total', 'Messages handed to clients'),
    drops: new Counter({
      name: 'madang_live_drops_total',
      help: 'States overtaken (live) and feeds closed because a client is slow',
      labelNames: ['kind'],
      registers,
    }),
    lag: new Histogram({
      name: 'madang_live_lag_seconds',
      help: 'From the arrival of an event until every client was given it',
      buckets: LAG_SECONDS,
      registers,
    }),
  };
};
