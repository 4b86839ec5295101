import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { Environment } from '#kit/config.ts';
import { developmentSecrets } from '#kit/secrets.ts';

const channels = ['URIDONGNE_TV', 'GENIE_TV', 'RINGO_BIZ', 'SNS'].flatMap((channel) => [`${channel}_URL`, `${channel}_SECRET`]);

const pictures = ['IMAGE_PROVIDER', 'IMAGE_API_KEY', 'IMAGE_MODEL', 'IMAGE_BASE_URL', 'IMAGE_PRICE', 'IMAGE_STORE', 'CDN_URL'];
const bucket = ['S3_ENDPOINT', 'S3_BUCKET', 'S3_REGION', 'S3_ACCESS_KEY_ID', 'S3_SECRET_ACCESS_KEY'];

/** The secrets of an overlay by their names in the cluster; `needed` must be given or made. */
const contents: Record<string, { needed: string[]; optional: string[] }> = {
  connections: {
    needed: ['DATABASE_URL', 'REDIS_URL', 'GATEWAY_SECRET'],
    optional: ['KAFKA_SASL_MECHANISM', 'KAFKA_SASL_USERNAME', 'KAFKA_SASL_PASSWORD', 'OTEL_EXPORTER_OTLP_HEADERS'],
  },
  'data-keys': { needed: ['ENCRYPTION_KEYS', 'HASH_KEY'], optional: [] },
  'signing-keys': { needed: ['SIGNING_KEYS'], optional: [] },
  'ai-provider': { needed: [], optional: ['AI_PROVIDER', 'AI_API_KEY', 'AI_MODEL', 'AI_BASE_URL', 'AI_INPUT_PRICE', 'AI_OUTPUT_PRICE'] },
  channels: { needed: [], optional: ['CHANNELS', ...channels] },
  images: { needed: [], optional: [...pictures, ...bucket] },
};

/** Every variable that is written into a secret when it is given. */
export const secretVariables = Object.values(contents).flatMap(({ needed, optional }) => [...needed, ...optional]);

/** The stores that the dev overlay brings along. */
const DEV_STORES = { DATABASE_URL: 'postgres://madang:madang@postgres:5432/madang', REDIS_URL: 'redis://redis:6379' };

const generated = (): Record<string, string> => {
  const folder = mkdtempSync(path.join(tmpdir(), 'madang-secrets-'));
  try {
    return developmentSecrets(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
};

/**
 * Writes the files from which Kustomize makes an overlay's Secrets: `{folder}/*.env` and `registry.json`. Values come from the environment;
 * keys that are missing there are made at random if `generate` says so. A file that exists is kept: a new HASH_KEY would find no phone again.
 *
 * @throws Error naming every value that is missing
 */
export const makeSecrets = (overlay: string, folder: string, environment: Environment, generate: boolean): string[] => {
  const known: Environment = { ...(overlay === 'dev' ? DEV_STORES : {}), ...(generate ? generated() : {}), ...given(environment) };
  const wanted = Object.entries(contents).filter(([name]) => !existsSync(path.join(folder, `${name}.env`)));
  const missing = wanted.flatMap(([, { needed }]) => needed.filter((variable) => !known[variable]));
  if (missing.length > 0) throw new Error(`Missing in the environment: ${missing.join(', ')}. Keys can be made with --generate.`);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const write = (name: string, text: string): string => {
    writeFileSync(path.join(folder, name), text, { mode: 0o600 });
    return name;
  };
  const written = wanted.map(([name, { needed, optional }]) =>
    write(
      `${name}.env`,
      [...needed, ...optional].flatMap((variable) => (known[variable] ? [`${variable}=${known[variable]}\n`] : [])).join(''),
    ),
  );
  if (existsSync(path.join(folder, 'registry.json'))) return written;
  const { REGISTRY_CONFIG } = known;
  return [...written, write('registry.json', REGISTRY_CONFIG ? readFileSync(REGISTRY_CONFIG, 'utf8') : '{"auths":{}}\n')];
};

const given = (environment: Environment): Environment => Object.fromEntries(Object.entries(environment).filter(([, value]) => value));

const USAGE = 'node scripts/make-secrets.ts dev|staging|prod [--generate] [--into FOLDER]';

if (import.meta.main) {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { generate: { type: 'boolean' }, into: { type: 'string' } },
  });
  const [overlay = ''] = positionals;
  const folder = values.into ?? path.relative('.', fileURLToPath(new URL(`../deploy/k8s/overlays/${overlay}/secrets`, import.meta.url)));
  try {
    if (!['dev', 'staging', 'prod'].includes(overlay)) throw new Error(USAGE);
    const written = makeSecrets(overlay, folder, process.env, values.generate ?? false);
    process.stdout.write(`${folder}: ${written.length > 0 ? `made ${written.join(', ')}` : 'all there'}\n`);
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n`);
    process.exitCode = 1;
  }
}
