import { AsyncLocalStorage } from 'node:async_hooks';

/** The only state that is not passed by hand: the W3C trace context of the request or message that is being worked on. */
const storage = new AsyncLocalStorage<string | undefined>();

/** Runs `work` with a `traceparent`: messages published in it carry it on (spec §4). */
export const withTraceparent = <Result>(traceparent: string | undefined, work: () => Result): Result => storage.run(traceparent, work);

/** The `traceparent` of what is being worked on. */
export const currentTraceparent = (): string | undefined => storage.getStore();

/** Its trace id: 32 hexadecimal digits. */
export const currentTraceId = (): string | undefined => storage.getStore()?.slice(3, 35);
