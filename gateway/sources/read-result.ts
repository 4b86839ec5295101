import type { ExecutionResult } from 'graphql';
import { FailedResult, RequestFault } from './fault.ts';
import type { LinkAnswer } from './link.ts';
import { decodeRaw, parseRaw } from './raw-json.ts';

/**
 * The result in an answer. Where the media type says that it is one it is read at any status (GraphQL over HTTP §6.4.2); as `application/json` at
 * 2xx and 400 only, for at any other the body may be of something between (§6.4.1).
 *
 * @throws RequestFault for another answer of 4xx; FailedResult for a result of 5xx that was not executed, which has no `data` (GraphQL §7.1); an
 *   Error for whatever else is none
 */
export const readResult = (name: string, answer: LinkAnswer, parse: (text: string) => unknown): ExecutionResult => {
  const { status, text } = answer;
  if (status === 200) return resultOf(parse(text)) ?? refuse(`The subgraph "${name}" answered something else than a GraphQL result.`);
  const isPlain = status === 400 || (status > 200 && status < 300);
  const result = isPlain || isResultType(answer) ? resultOf(parsed(parse, text)) : null;
  const message = `The subgraph "${name}" answered with status ${status}.`;
  if (result && status >= 500 && !('data' in result)) throw new FailedResult(message, result);
  return result ?? refuse(message, status >= 400 && status < 500);
};

/** Parses to raw values, but for errors: those are read, not handed through. */
export const parseRawResult = (text: string): unknown => {
  const parsed = parseRaw(text);
  return isObject(parsed) && parsed.errors ? { ...parsed, errors: decodeRaw(parsed.errors) } : parsed;
};

const refuse = (message: string, isOfRequest = false): never => {
  throw isOfRequest ? new RequestFault(message) : new Error(message);
};

const isResultType = ({ mediaType = '' }: LinkAnswer): boolean => /^\s*application\/graphql-response\+json\s*(;|$)/i.test(mediaType);

const parsed = (parse: (text: string) => unknown, text: string): unknown => {
  try {
    return parse(text);
  } catch {
    return null;
  }
};

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

const resultOf = (value: unknown): ExecutionResult | null => (isResult(value) ? (value as ExecutionResult) : null);

/** Whether it is a GraphQL result that can be read: with data, or else with errors (GraphQL §7.1). */
export const isResult = (value: unknown): boolean => isObject(value) && ('data' in value || hasErrors(value)) && hasReadableErrors(value);

/** What a subgraph says first of a feed that is to begin now (`x-feed-begin`): no result, for it has no data. */
export const beginOf = ({ data, errors, extensions }: ExecutionResult): unknown =>
  data === undefined && !errors ? extensions?.begin : undefined;

const hasErrors = ({ errors }: { errors?: unknown }): boolean => Array.isArray(errors) && errors.length > 0;

/** Whether errors, if there are any, are a list of objects whose paths, if they have any, are lists (GraphQL §7.1.2). */
const hasReadableErrors = ({ errors = null }: { errors?: unknown }): boolean =>
  errors === null || (Array.isArray(errors) && errors.every(isReadableError));

const isReadableError = (error: unknown): boolean => {
  if (!isObject(error)) return false;
  const { path } = error;
  return path === undefined || path === null || Array.isArray(path);
};
