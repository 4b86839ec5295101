import { describe, expect, it } from '@jest/globals';
import { fromByteText, toByteText } from './byte-text.ts';
import { decodeRaw, parseRaw, writeRaw } from './raw-json.ts';

const TEXTS = [
  '',
  'plain',
  '마당 떡볶이',
  '🎉 漢字 é',
  'a "quote" \\ and\n a line',
  '\\',
  '"',
  '\\\\"',
  '\\n',
  '\\u0041',
  '\u0000\u001f\u007f\u2028',
];
const value = (text: string) => ({ 글: text, list: [text, { text }], number: -1.5e3, yes: true, nothing: null });

describe('Raw values', () => {
  it.each(TEXTS)('of %j are written as they came', (text) => {
    const json = JSON.stringify(value(text));
    expect(fromByteText(writeRaw(parseRaw(toByteText(json))))).toBe(json);
    expect(decodeRaw(parseRaw(toByteText(json)))).toEqual(value(text));
  });

  it('keep every kind of escape', () => {
    const json = String.raw`{"a":"\ub9c8\uB2F9 \ud83c\udf89 \ud800 \/ \b\f\n\r\t \"\\\" \\\\"}`;
    expect(writeRaw(parseRaw(json))).toBe(json);
    expect(decodeRaw(parseRaw(json))).toEqual(JSON.parse(json));
  });

  it('may have names with escapes', () => {
    const json = String.raw`{"a \"name\"":1,"b":{"\n" : "\n"}}`;
    expect(decodeRaw(parseRaw(json))).toEqual({ 'a "name"': 1, b: { '\n': '\n' } });
  });

  it.each(['{"a":"\\x"}', '{"a":"\\"}', '{"a":\\}', '{"a":"\n"}', '\\'])('are not read from what is no JSON: %j', (json) => {
    expect(() => decodeRaw(parseRaw(json))).toThrow();
  });

  it('leave out members without a value', () => {
    expect(writeRaw({ a: undefined, b: [null] })).toBe('{"b":[null]}');
  });
});
