import { fromByteText, toByteText } from './byte-text.ts';

/*
 * Raw values are parsed JSON whose strings stand as JSON spelled them: bytes not decoded, escapes not undone. What is handed through to
 * the client needs neither again: a raw string is written by putting quotes around it.
 */

const BACKSLASH = 92;
const QUOTE = 34;
const COLON = 58;
const SPACE = 32;

/** Parses JSON in byte text to raw values. */
export const parseRaw = (json: string): unknown => {
  if (!json.includes('\\')) return JSON.parse(json);
  const escaped = withEscapedEscapes(json);
  return escaped === null ? toRaw(JSON.parse(fromByteText(json))) : JSON.parse(escaped);
};

/**
 * Each escape as text that is parsed to the escape itself: `\n` becomes `\\n`, and `\"` `\\\"`. Null when the name of a member has an
 * escape, as in a custom scalar it may: V8's parser takes such a name for another that differs in the escape.
 */
const withEscapedEscapes = (json: string): string | null => {
  let escaped = '';
  let start = 0;
  let end = -1;
  for (let at = json.indexOf('\\'); at >= 0; at = json.indexOf('\\', at + 2)) {
    const next = json.charCodeAt(at + 1);
    if (end < at + 2) end = json.indexOf('"', at + 2);
    if (isName(json, end)) return null;
    escaped += `${json.slice(start, at)}${next === QUOTE || next === BACKSLASH ? '\\\\' : '\\'}`;
    start = at;
  }
  return escaped + json.slice(start);
};

/** Whether a colon follows the quote. */
const isName = (json: string, quote: number): boolean => {
  let at = quote + 1;
  while (json.charCodeAt(at) <= SPACE) at++;
  return json.charCodeAt(at) === COLON;
};

const rawText = (text: string): string => toByteText(JSON.stringify(text)).slice(1, -1);

const toRaw = (value: unknown): unknown => {
  if (typeof value === 'string') return rawText(value);
  if (Array.isArray(value)) return value.map(toRaw);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [rawText(key), toRaw(member)]));
};

/** A raw value as JSON in byte text. */
export const writeRaw = (value: unknown): string => {
  if (typeof value === 'string') return `"${value}"`;
  if (Array.isArray(value)) return `[${value.map(writeRaw).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  return `{${members.map(([key, member]) => `"${key}":${writeRaw(member)}`).join(',')}}`;
};

/** What a raw value says. */
export const decodeRaw = <Value>(value: Value): Value => JSON.parse(fromByteText(writeRaw(value))) as Value;
