import { z } from 'zod';
import { ConfigError, type Environment, port, readConfig as readVariables } from '#kit/config.ts';
import { type SubgraphName, services, subgraphNames } from '#schema/services.ts';
import { type Limits, standardLimits } from './limits.ts';

/** `capacitor://localhost` is one, too. */
const isOrigin = (text: string): boolean => URL.canParse(text) && /^[a-z][a-z0-9+.-]*:\/\/[^/?#@\s]+$/i.test(text);

const origins = z
  .string()
  .transform((text) => text.split(/[\s,]+/).filter(Boolean))
  .refine((all) => all.every(isOrigin), 'must be origins as https://shop.example.com, without a path, separated by commas');

const subgraphUrl = z.url({ protocol: /^https?$/, error: 'must be an http: or https: URL' }).optional();

const subgraphUrls = Object.fromEntries(subgraphNames.map((name) => [`${name.toUpperCase()}_URL`, subgraphUrl])) as Record<
  `${Uppercase<SubgraphName>}_URL`,
  typeof subgraphUrl
>;

const timeout = z.coerce.number().int().min(100).max(120_000);
const limit = (name: keyof Limits) => z.coerce.number().int().positive().default(standardLimits[name]);
const operationTimeout = z.coerce.number().int().min(200).max(600_000);

const timeoutOf = (name: SubgraphName) => `${name.toUpperCase()}_TIMEOUT_MS` as `${Uppercase<SubgraphName>}_TIMEOUT_MS`;

const subgraphTimeouts = Object.fromEntries(subgraphNames.map((name) => [timeoutOf(name), timeout.optional()])) as Record<
  ReturnType<typeof timeoutOf>,
  z.ZodOptional<typeof timeout>
>;

/** Where Apollo Sandbox runs. */
const SANDBOX = ['https://studio.apollographql.com', 'https://sandbox.embed.apollographql.com'];

/** The gateway's own variables. */
export const variables = {
  PORT: port(services.gateway.port),
  /** Where the composed supergraph is: a file, or an address; watched for changes. */
  SUPERGRAPH_URL: z
    .url({ protocol: /^(file|https?)$/, error: 'must be a file:, http: or https: URL' })
    .default(new URL('../schema/supergraph.graphql', import.meta.url).href),
  /** Milliseconds between two looks at the supergraph's address. */
  SUPERGRAPH_POLL_MS: z.coerce.number().int().min(100).default(10_000),
  /** Where the services' subgraphs are, when not where the supergraph says. */
  ...subgraphUrls,
  /**
   * What carries queries to subgraphs: `http`, or `sockets` that carry many at once, for subgraphs that speak
   * graphql-transport-ws as Madang's do.
   */
  SUBGRAPH_LINK: z.enum(['http', 'sockets']).default('http'),
  /** Browsers' origins that may ask, separated by commas; in development Apollo Sandbox's and those of the machine itself may, too. */
  CORS_ORIGINS: origins.default([]),
  /** Whether clients may introspect, and get the landing page; by default not in production. */
  INTROSPECTION: z.stringbool().optional(),
  /** How many proxies stand before the gateway: the client's address is taken from X-Forwarded-For so far back. */
  TRUSTED_PROXIES: z.coerce.number().int().min(0).max(10).default(0),
  /** Milliseconds until a subgraph's answer counts as failed. */
  SUBGRAPH_TIMEOUT_MS: timeout.default(10_000),
  /** The same for one subgraph: `EVENT_TIMEOUT_MS` and so on. */
  ...subgraphTimeouts,
  /**
   * Milliseconds that a query has with all it asks of subgraphs, one after the other; so has what completes a
   * subscription's event. By default 30 s, or 20 s more than any subgraph has. Mutations run to their end.
   */
  OPERATION_TIMEOUT_MS: operationTimeout.optional(),
  /** Sockets and streams that one address may hold. */
  CONNECTIONS_PER_ADDRESS: z.coerce.number().int().positive().default(1_000),
  /** Operations that may run on one socket. */
  OPERATIONS_PER_SOCKET: z.coerce.number().int().positive().default(100),
  /** Milliseconds within which a socket must be initialised. */
  SOCKET_INIT_MS: z.coerce.number().int().min(100).max(60_000).default(5_000),
  /** Milliseconds between signs of life on sockets and streams; a peer that gives none is cut off. */
  HEARTBEAT_MS: z.coerce.number().int().min(50).max(120_000).default(12_000),
  /** Milliseconds over which sockets and streams are closed when the gateway stops. */
  DRAIN_MS: z.coerce.number().int().min(0).max(8_000).default(5_000),
  /** `require`: only documents of `schema/operations/` and of the file are answered; by default so in production. */
  TRUSTED_DOCUMENTS: z.enum(['require', 'off']).optional(),
  /** More trusted documents: a JSON file, Apollo's manifest of persisted queries or texts by ids. */
  TRUSTED_DOCUMENTS_FILE: z.string().optional(),
  /** Who has the policies of `@policy` beside those whose token names them: a JSON file (protection/policies.ts). */
  POLICIES_FILE: z.string().optional(),
  /**
   * The highest estimated cost of an operation, by `@cost` and `@listSize`; by default 5,000 where the
   * supergraph links the cost specification, else none.
   */
  COST_LIMIT: z.coerce.number().int().positive().optional(),
  /** What one operation may ask for at most (limits.ts). */
  DEPTH_LIMIT: limit('depth'),
  ALIAS_LIMIT: limit('aliases'),
  ROOT_FIELD_LIMIT: limit('rootFields'),
  DIRECTIVE_LIMIT: limit('directives'),
  TOKEN_LIMIT: limit('tokens'),
  /** Operations a minute from one address and of one account; 0 is no limit. By default 3,000 and 1,200 in production, else none. */
  RATE_LIMIT_PER_ADDRESS: z.coerce.number().int().min(0).optional(),
  RATE_LIMIT_PER_IDENTITY: z.coerce.number().int().min(0).optional(),
};

/**
 * The gateway's configuration.
 *
 * @throws ConfigError naming every wrong variable
 */
export const readConfig = (environment: Environment) => {
  const config = readVariables(environment, variables);
  const slowest = Math.max(config.SUBGRAPH_TIMEOUT_MS, ...subgraphNames.map((name) => config[timeoutOf(name)] ?? 0));
  const { OPERATION_TIMEOUT_MS = Math.max(30_000, slowest + 20_000) } = config;
  // Else what an operation waits for would never be a subgraph's failure, and its circuit never open.
  if (OPERATION_TIMEOUT_MS <= slowest)
    throw new ConfigError([`OPERATION_TIMEOUT_MS: must be more than ${slowest}, the longest time that a subgraph has`]);
  const production = config.NODE_ENV === 'production';
  return {
    ...config,
    limits: limitsOf(config),
    OPERATION_TIMEOUT_MS,
    INTROSPECTION: config.INTROSPECTION ?? !production,
    TRUSTED_DOCUMENTS: config.TRUSTED_DOCUMENTS ?? (production ? 'require' : 'off'),
    RATE_LIMIT_PER_ADDRESS: config.RATE_LIMIT_PER_ADDRESS ?? (production ? 3_000 : 0),
    RATE_LIMIT_PER_IDENTITY: config.RATE_LIMIT_PER_IDENTITY ?? (production ? 1_200 : 0),
    CORS_ORIGINS: production ? config.CORS_ORIGINS : [...SANDBOX, ...config.CORS_ORIGINS],
  };
};

const limitsOf = (config: Record<`${'DEPTH' | 'ALIAS' | 'ROOT_FIELD' | 'DIRECTIVE' | 'TOKEN'}_LIMIT`, number>): Limits => ({
  ...standardLimits,
  depth: config.DEPTH_LIMIT,
  aliases: config.ALIAS_LIMIT,
  rootFields: config.ROOT_FIELD_LIMIT,
  directives: config.DIRECTIVE_LIMIT,
  tokens: config.TOKEN_LIMIT,
});

export type GatewayConfig = ReturnType<typeof readConfig>;
