import { availableParallelism } from 'node:os';
import { z } from 'zod';
import { ConfigError, type Environment, port, readConfig as readEnvironment } from '#kit/config.ts';
import { services } from '#schema/services.ts';

const httpUrl = z.url({ protocol: /^https?$/, error: 'must be an http:// or https:// URL' });

export const variables = {
  PORT: port(services.content.port),
  /** Threads that draw posters. */
  IMAGE_THREADS: z.coerce.number().int('must be a whole number').min(1).max(16).default(Math.min(2, availableParallelism())),
  /** Where files live: DATA_DIR/images, or a bucket that speaks S3 and holds nothing else. */
  IMAGE_STORE: z.enum(['disk', 's3']).default('disk'),
  /** The S3 API's base, without the bucket, which stands in the path. */
  S3_ENDPOINT: httpUrl.optional(),
  S3_BUCKET: z
    .string()
    .regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, 'must be the name of a bucket')
    .optional(),
  S3_REGION: z.string().default('us-east-1'),
  S3_ACCESS_KEY_ID: z.string().optional(),
  S3_SECRET_ACCESS_KEY: z.string().optional(),
  /** The base of a CDN in front of the gateway or of the bucket; images' URLs start with it, or else with PUBLIC_URL. */
  CDN_URL: z
    .union([z.literal(''), httpUrl])
    .default('')
    .transform((url) => url.replace(/\/$/, '')),
  /** Who makes the pictures; with `openai` the posters' words are laid over what the API paints. */
  IMAGE_PROVIDER: z.enum(['poster', 'openai']).default('poster'),
  /** The images API's key; any text for a compatible server that wants none. */
  IMAGE_API_KEY: z.string().optional(),
  /** The model's name. */
  IMAGE_MODEL: z.string().optional(),
  /** The API's base; OpenAI's own by default. */
  IMAGE_BASE_URL: httpUrl.default('https://api.openai.com/v1'),
  /** US dollars a picture, for the cost in the metrics. */
  IMAGE_PRICE: z.coerce.number().min(0).default(0),
};

/** The content subgraph's variables (README). Throws a ConfigError that names every wrong one. */
export const readConfig = (environment: Environment) => {
  const config = readEnvironment(environment, variables);
  const needed = [
    ...(config.IMAGE_STORE === 's3' ? needs('IMAGE_STORE=s3', 'S3_ENDPOINT', 'S3_BUCKET', 'S3_ACCESS_KEY_ID', 'S3_SECRET_ACCESS_KEY') : []),
    ...(config.IMAGE_PROVIDER === 'openai' ? needs('IMAGE_PROVIDER=openai', 'IMAGE_API_KEY', 'IMAGE_MODEL') : []),
  ];
  const missing = needed.filter(({ name }) => !config[name]);
  if (missing.length > 0) throw new ConfigError(missing.map(({ name, choice }) => `${name}: is required with ${choice}`));
  return config;
};

const needs = <Name extends keyof typeof variables>(choice: string, ...names: Name[]) => names.map((name) => ({ name, choice }));

export type Config = ReturnType<typeof readConfig>;
