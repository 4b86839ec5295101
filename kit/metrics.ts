import { Registry } from 'prom-client';

/** The process's Prometheus registry, shared by all services in it. */
export const createMetrics = (): Registry => new Registry();

export type Metrics = Registry;
