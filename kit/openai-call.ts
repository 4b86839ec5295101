import OpenAI, { APIError } from 'openai';
import { boundedFetch } from './bounded-fetch.ts';
import { sdkCallError } from './sdk-call-error.ts';

export type OpenAiOptions = {
  apiKey: string;
  baseUrl: string;
  /** The longest answer, in bytes; 1 MB by default. */
  longestAnswer?: number;
};

/** Asks an API once, without retries. Rejects with a `RemoteCallError`, in which nothing stands of what the server said. */
export type OpenAiCall = <Answer>(ask: (client: OpenAI) => Promise<Answer>) => Promise<Answer>;

export const OPENAI = 'openai';

/** OpenAI's API or a compatible server's, with nothing from the environment: no organisation, no project, no logs. Redirects are refused, since they would take the key along. */
export const createOpenAiCall = ({ apiKey, baseUrl, longestAnswer }: OpenAiOptions): OpenAiCall => {
  const client = new OpenAI({
    apiKey,
    baseURL: baseUrl,
    organization: null,
    project: null,
    maxRetries: 0,
    logLevel: 'off',
    fetch: boundedFetch(OPENAI, longestAnswer),
  });
  return async (ask) => {
    try {
      return await ask(client);
    } catch (error) {
      throw sdkCallError(OPENAI, error instanceof APIError ? error : null, error);
    }
  };
};
