import { errorCatalogue } from '#schema/errors.ts';
import type { Answer } from './ask-with.ts';

const LONGEST_ERRORS = 20_000;

const ours = Object.keys(errorCatalogue).filter((code) => code !== 'INTERNAL_SERVER_ERROR' && code !== 'SERVICE_UNAVAILABLE');
/** What GraphQL itself says of a request; the last of one that is not proper JSON. */
const graphqls = ['GRAPHQL_VALIDATION_FAILED', 'GRAPHQL_PARSE_FAILED', 'BAD_REQUEST'];

/** What is wrong with an answer to input with a fault at `path`; null when it is a proper refusal (spec §6). */
export const objectionTo = ({ data, errors }: Answer, path: string): string | null => {
  const [error] = errors ?? [];
  if (!error) return `accepted: ${JSON.stringify(data).slice(0, 200)}`;
  const { code = 'no code', field } = error.extensions ?? {};
  const said = `${code} ${field ?? ''}: ${error.message.slice(0, 200)}`;
  if (Object.values(data ?? {}).some((value) => value !== null)) return `an answer beside ${said}`;
  if (!ours.includes(code) && !graphqls.includes(code)) return said;
  if (JSON.stringify(errors).length > LONGEST_ERRORS) return `${JSON.stringify(errors).length} characters of ${said}`;
  if (code === 'BAD_USER_INPUT' && !isAbout(path, field)) return `names ${field}: ${said}`;
  return null;
};

/** The place itself, what it stands in, or what stands in it. */
const isAbout = (path: string, field: string | undefined): boolean =>
  field !== undefined && (`${path}.`.startsWith(`${field}.`) || field.startsWith(`${path}.`));
