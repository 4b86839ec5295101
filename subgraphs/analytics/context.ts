import type { Request, ServiceContext } from '#kit/service.ts';
import type { Config } from './config.ts';
import type { Loaders } from './loaders.ts';

export type Context = ServiceContext<Config>;

/** What a resolver gets: the service, who asks, and the loaders of this request. */
export type RequestContext = Context & Request & { load: Loaders };
