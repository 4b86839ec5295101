import { collectDefaultMetrics } from 'prom-client';
import type { Metrics } from './metrics.ts';

/** Adds the process's own figures (processor, memory, event loop), once a process. */
export const exportProcessMetrics = (metrics: Metrics): void => collectDefaultMetrics({ register: metrics });
