import { readFile } from 'node:fs/promises';
import { services } from '../schema/services.ts';

/**
 * The container's health check: exits with 0 when the process is ready on the port of the first argument, else on `PORT` of the container's
 * first process, else on that of the service that it runs.
 */
const portOf = async (): Promise<string | number> => {
  const [variables, words] = await Promise.all(['/proc/1/environ', '/proc/1/cmdline'].map((file) => readFile(file, 'utf8')));
  const set = variables?.split('\0').find((variable) => variable.startsWith('PORT='));
  const named = words?.split('\0').find((word) => Object.hasOwn(services, word)) as keyof typeof services | undefined;
  return set?.slice('PORT='.length) || services[named ?? 'gateway'].port;
};

const port = process.argv[2] ?? (await portOf());
const response = await fetch(`http://127.0.0.1:${port}/health/ready`, { signal: AbortSignal.timeout(4_000) }).catch(() => null);
process.exitCode = response?.ok ? 0 : 1;
