/** Thrown when a text is not written as expected. */
export const UNREAD = Symbol('unread');

/** A place in JSON without white space, in byte text. */
export type Cursor = { readonly text: string; at: number };

const [QUOTE, MINUS, DOT, COMMA, ZERO, NINE, BACKSLASH] = [34, 45, 46, 44, 48, 57, 92];
const [CLOSE_LIST, NULL, TRUE] = [93, 110, 116];
export const OPEN_LIST = 91;
export const OPEN_OBJECT = 123;

/** Goes over what must stand here. */
export const skip = (cursor: Cursor, expected: string): void => {
  if (!cursor.text.startsWith(expected, cursor.at)) throw UNREAD;
  cursor.at += expected.length;
};

export const nothing = (cursor: Cursor): null => {
  skip(cursor, 'null');
  return null;
};

/** Enters a list; whether it has an item, which stands here then. */
export const openList = (cursor: Cursor): boolean => {
  cursor.at++;
  if (cursor.text.charCodeAt(cursor.at) !== CLOSE_LIST) return true;
  cursor.at++;
  return false;
};

/** Goes on behind an item; whether another stands here then. */
export const nextItem = (cursor: Cursor): boolean => {
  const code = cursor.text.charCodeAt(cursor.at++);
  if (code === COMMA) return true;
  if (code === CLOSE_LIST) return false;
  throw UNREAD;
};

/** A scalar, or lists of them; strings are raw (sources/raw-json.ts). */
export const scalar = (cursor: Cursor): unknown => {
  const code = cursor.text.charCodeAt(cursor.at);
  if (code === QUOTE) return rawString(cursor);
  if (code === MINUS || isDigit(code)) return number(cursor);
  if (code === OPEN_LIST) return scalars(cursor);
  if (code === NULL) return nothing(cursor);
  skip(cursor, code === TRUE ? 'true' : 'false');
  return code === TRUE;
};

const isDigit = (code: number): boolean => code >= ZERO && code <= NINE;

const scalars = (cursor: Cursor): unknown[] => {
  const items: unknown[] = [];
  for (let more = openList(cursor); more; more = nextItem(cursor)) items.push(scalar(cursor));
  return items;
};

const rawString = (cursor: Cursor): string => {
  const { text } = cursor;
  const begin = cursor.at + 1;
  let end = text.indexOf('"', begin);
  while (text.charCodeAt(end - 1) === BACKSLASH && isEscaped(text, begin, end)) end = text.indexOf('"', end + 1);
  if (end < 0) throw UNREAD;
  cursor.at = end + 1;
  return text.slice(begin, end);
};

/** Whether an odd number of backslashes stands before. */
const isEscaped = (text: string, begin: number, quote: number): boolean => {
  let at = quote - 1;
  while (at >= begin && text.charCodeAt(at) === BACKSLASH) at--;
  return (quote - at) % 2 === 0;
};

const POWERS = Array.from({ length: 16 }, (_, exponent) => 10 ** exponent);
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;

/**
 * Up to 15 digits and their power of ten are exact, so their quotient is what rounding once gives; any other number is left to the engine.
 */
const number = (cursor: Cursor): number => {
  const { text } = cursor;
  const isNegative = text.charCodeAt(cursor.at) === MINUS;
  const begin = isNegative ? cursor.at + 1 : cursor.at;
  let at = begin;
  let value = 0;
  let decimals = 0;
  for (; isDigit(text.charCodeAt(at)); at++) value = value * 10 + text.charCodeAt(at) - ZERO;
  const hasZero = text.charCodeAt(begin) === ZERO && at > begin + 1;
  if (text.charCodeAt(at) === DOT && at > begin) {
    const point = at++;
    for (; isDigit(text.charCodeAt(at)); at++) value = value * 10 + text.charCodeAt(at) - ZERO;
    decimals = at - point - 1;
    if (decimals === 0) throw UNREAD;
  }
  const isExponent = (text.charCodeAt(at) | 32) === 101;
  if (at === begin || hasZero) throw UNREAD;
  if (isExponent || at - begin > 15) return anyNumber(cursor);
  cursor.at = at;
  const magnitude = value / POWERS[decimals]!;
  return isNegative ? -magnitude : magnitude;
};

const anyNumber = (cursor: Cursor): number => {
  NUMBER.lastIndex = cursor.at;
  const written = NUMBER.exec(cursor.text)?.[0];
  if (written === undefined) throw UNREAD;
  cursor.at += written.length;
  return Number(written);
};

// biome-ignore lint/suspicious/noControlCharactersInRegex: JSON has these only as white space
const CONTROL = /[\u0000-\u001f]/;
const SPACE = ' \t\r\n';
const ESCAPED = '"\\/bfnrt';
const UNICODE = /^[0-9a-fA-F]{4}$/;

/** Whether nothing but JSON's white space follows. */
export const isSpace = (text: string, from: number): boolean => {
  for (let at = from; at < text.length; at++) if (!SPACE.includes(text.charAt(at))) return false;
  return true;
};

/** Whether what stands in strings may stand there (RFC 8259 §7), of a text whose structure has been looked at up to its end. */
export const areStringsFit = (text: string, end: number): boolean => {
  for (let at = text.indexOf('\\'); at >= 0; at = text.indexOf('\\', at + 2)) {
    const escaped = text.charAt(at + 1);
    if (escaped === 'u' ? !UNICODE.test(text.slice(at + 2, at + 6)) : escaped === '' || !ESCAPED.includes(escaped)) return false;
  }
  return !CONTROL.test(end === text.length ? text : text.slice(0, end));
};
