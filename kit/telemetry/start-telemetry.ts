import type { CommonConfig } from '../config.ts';
import { failureText } from '../failure-text.ts';
import type { Log } from '../log.ts';
import { within } from '../within.ts';
import { createRecording } from './open-telemetry.ts';
import { setTracer } from './tracer.ts';

export type TelemetryConfig = Pick<
  CommonConfig,
  'OTEL_EXPORTER_OTLP_ENDPOINT' | 'OTEL_EXPORTER_OTLP_TRACES_ENDPOINT' | 'OTEL_SDK_DISABLED'
>;

/** A collector that is away does not hold up the end of a process. */
const STOP_MS = 2_000;

/**
 * Records this process's traces and sends them over OTLP/HTTP as JSON, if an endpoint is given; else nothing is loaded. What is not named in
 * `kit/config.ts` OpenTelemetry's packages read themselves: `OTEL_SERVICE_NAME`, `OTEL_RESOURCE_ATTRIBUTES`, `OTEL_EXPORTER_OTLP_HEADERS`,
 * `OTEL_TRACES_SAMPLER`, `OTEL_BSP_…`.
 *
 * @param name of the service in traces, unless `OTEL_SERVICE_NAME` names it
 * @returns the way to send what is left and stop
 */
export const startTelemetry = async (config: TelemetryConfig, name: string, log: Log): Promise<() => Promise<void>> => {
  const url = endpointOf(config);
  if (url === null) return async () => {};
  const [api, sdk, { OTLPTraceExporter }, { Resource, envDetectorSync }] = await Promise.all([
    import('@opentelemetry/api'),
    import('@opentelemetry/sdk-trace-base'),
    import('@opentelemetry/exporter-trace-otlp-http'),
    import('@opentelemetry/resources'),
  ]);
  const tell = (message: string): void => log.warn({ reason: message.split('\n')[0]?.slice(0, 300) }, 'traces could not be sent');
  api.diag.setLogger({ error: tell, warn: tell, info: () => {}, debug: () => {}, verbose: () => {} }, { suppressOverrideMessage: true });
  const { tracer, stop } = createRecording({
    api,
    sdk,
    resource: new Resource({ 'service.name': name, 'service.namespace': 'madang', 'process.pid': process.pid }).merge(
      envDetectorSync.detect() as InstanceType<typeof Resource>,
    ),
    processor: new sdk.BatchSpanProcessor(new OTLPTraceExporter({ url })),
  });
  setTracer(tracer);
  return async () => {
    setTracer(null);
    await within(STOP_MS, 'Sending the last traces', stop()).catch((error: unknown) => tell(failureText(error)));
  };
};

/** Where traces go; null: nowhere. */
const endpointOf = (config: TelemetryConfig): string | null => {
  if (config.OTEL_SDK_DISABLED) return null;
  const { OTEL_EXPORTER_OTLP_ENDPOINT: all, OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: traces } = config;
  return traces ?? (all ? `${all.replace(/\/$/, '')}/v1/traces` : null);
};
