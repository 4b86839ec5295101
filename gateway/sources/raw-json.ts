import { fromByteText, toByteText } from './byte-text.ts';

/*
 * Raw values are parsed JSON whose strings stand as JSON spelled them: bytes not decoded, escapes not undone. What is handed through to
 * the client needs neither again: a raw string is written by putting quotes around it.
 */

const BACKSLASH = 92;
const QUOTE = 34;

/** A member's name with an escape, which only a custom scalar can have. V8's parser takes such names for others that differ in the escape. */
const ESCAPED_NAME = /\\.[^"\\]*"\s*:/;

/** Parses JSON in byte text to raw values. */
export const parseRaw = (json: string): unknown => {
  if (!json.includes('\\')) return JSON.parse(json);
  return ESCAPED_NAME.test(json) ? toRaw(JSON.parse(fromByteText(json))) : JSON.parse(withEscapedEscapes(json));
};

const rawText = (text: string): string => toByteText(JSON.stringify(text)).slice(1, -1);

const toRaw = (value: unknown): unknown => {
  if (typeof value === 'string') return rawText(value);
  if (Array.isArray(value)) return value.map(toRaw);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [rawText(key), toRaw(member)]));
};

/** Each escape as text that is parsed to the escape itself: `\n` becomes `\\n`, and `\"` `\\\"`. */
const withEscapedEscapes = (json: string): string => {
  let escaped = '';
  let start = 0;
  for (let at = json.indexOf('\\'); at >= 0; at = json.indexOf('\\', at + 2)) {
    const next = json.charCodeAt(at + 1);
    escaped += `${json.slice(start, at)}${next === QUOTE || next === BACKSLASH ? '\\\\' : '\\'}`;
    start = at;
  }
  return escaped + json.slice(start);
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
