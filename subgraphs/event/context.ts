import type { Request, ServiceContext } from '#kit/service.ts';
import type { Config } from './config.ts';
import type { Loaders } from './loaders.ts';

export type Context = ServiceContext<Config>;

/** What a resolver gets: the service, who asks, and the loaders of this request. */
export type RequestContext = Context & Request & { load: Loaders };

/** What a use case needs: the service and who asks. */
export type Asking = Context & Pick<Request, 'identity'>;
