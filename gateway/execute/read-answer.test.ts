import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parse } from 'graphql';
import { toByteText } from '../sources/byte-text.ts';
import { parseRaw } from '../sources/raw-json.ts';
import { createReader } from './read-answer.ts';

const QUERY = '{ shop { id name: title stars open tags owner { id __typename } sales(first: 2) { at amount } } }';
const query = parse(QUERY);

const text = fc.oneof(fc.string({ unit: 'grapheme' }), fc.constantFrom('마당 "떡볶이"', '\\', '\n', '\\"', '🎉'));
const number = fc.oneof(
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.maxSafeInteger(),
  fc.constantFrom(-0, 1e21, 0.1, 12.5),
);
const scalar = fc.oneof(text, number, fc.boolean(), fc.constant(null));
const shop = fc.record({
  id: scalar,
  name: text,
  stars: number,
  open: fc.option(fc.boolean()),
  tags: fc.option(fc.array(fc.option(fc.array(scalar, { maxLength: 2 })), { maxLength: 3 })),
  owner: fc.option(fc.record({ id: text, __typename: fc.constant('Person') })),
  sales: fc.array(fc.option(fc.record({ at: text, amount: number })), { maxLength: 4 }),
});
const answer = fc.record({ data: fc.record({ shop: fc.oneof(shop, fc.array(fc.array(shop, { maxLength: 2 }), { maxLength: 2 })) }) });

const parsed = (json: string): unknown => {
  try {
    return parseRaw(json);
  } catch {
    return null;
  }
};

/** With a reader of its own for each: what went before does not count. */
const read = (json: string) => createReader(query)(json);
const readNumber = (json: string) => createReader(parse('{ n }'))(json);

describe('An answer of the expected shape', () => {
  it('is read to the raw values that it is parsed to', () => {
    fc.assert(
      fc.property(answer, (data) => {
        const json = toByteText(JSON.stringify(data));
        expect(read(json)).toEqual(parseRaw(json));
        expect(read(`${json}\n`)).toEqual(parseRaw(json));
      }),
    );
  });

  it('is read as it is parsed, or not at all, wherever it is broken', () => {
    const broken = fc.tuple(
      answer,
      fc.nat(),
      fc.nat({ max: 3 }),
      fc.constantFrom('', '"', '\\', ',', '}', ']', '0', '-', '.', 'e', 'null', ' ', '\n', '{"'),
    );
    fc.assert(
      fc.property(broken, ([data, place, length, instead]) => {
        const whole = toByteText(JSON.stringify(data));
        const at = place % whole.length;
        const json = whole.slice(0, at) + instead + whole.slice(at + length);
        const found = read(json);
        if (found !== null) expect(found).toEqual(parsed(json));
      }),
      { numRuns: 2_000 },
    );
  });

  it.each([
    '-1',
    '0',
    '10',
    '-0.5',
    '1.50',
    '123456789012345',
    '1234567890123456',
    '0.1234567890123456',
    '1e3',
    '1.5E-3',
    '9007199254740993',
  ])('may have the number %s', (written) => {
    const json = `{"data":{"shop":null,"n":${written}}}`;
    expect(createReader(parse('{ shop { id } n }'))(json)).toEqual(JSON.parse(json));
  });

  it.each([
    '-',
    '01',
    '-01',
    '.5',
    '1.',
    '1e',
    '+1',
    '1.e3',
    '0x1',
    '1,',
    'nul',
    'tru',
    '"a',
    '"\\x"',
    '"\\u12"',
    '"\t"',
    '{}',
    '[1',
    '[1,]',
    '[,1]',
    '1 ',
  ])('has no value like %s', (written) => expect(readNumber(`{"data":{"n":${written}}}`)).toBeNull());
});

describe('An answer is left to the general parser', () => {
  it.each([
    ['errors', '{"data":{"n":1},"errors":[{"message":"no"}]}'],
    ['errors before its data', '{"errors":[{"message":"no"}],"data":null}'],
    ['no data', '{"data":null}'],
    ['extensions', '{"data":{"n":1},"extensions":{}}'],
    ['white space', '{ "data": { "n": 1 } }'],
    ['another field', '{"data":{"m":1}}'],
    ['a field more', '{"data":{"n":1,"m":1}}'],
    ['a field less', '{"data":{}}'],
    ['more than its end', '{"data":{"n":1}}}'],
    ['something else than white space behind it', '{"data":{"n":1}}\u00a0'],
    ['lists that nest very deeply', `{"data":{"n":${'['.repeat(10_000)}${']'.repeat(10_000)}}}`],
    ['nothing', ''],
  ])('that has %s', (_, json) => expect(readNumber(json)).toBeNull());

  it('of an entity that is of another type', () => {
    const reader = createReader(parse('query($r: [_Any!]!) { _entities(representations: $r) { ... on Shop { name } } }'));
    expect(reader('{"data":{"_entities":[{"name":"마당"},null]}}')).toEqual({ data: { _entities: [{ name: '마당' }, null] } });
    expect(reader('{"data":{"_entities":[{"name":"마당"},{}]}}')).toBeNull();
  });

  it.each([
    ['{ media { ... on Book { pages } ... on Film { length } } }', '{"data":{"media":{"pages":1}}}'],
    ['{ media { __typename ... on Book { pages } } }', '{"data":{"media":{"__typename":"Book","pages":1}}}'],
    ['query($if: Boolean!) { n @include(if: $if) }', '{"data":{"n":1}}'],
    ['fragment F on Query { n } { ...F }', '{"data":{"n":1}}'],
    ['{ __proto__: n }', '{"data":{"__proto__":1}}'],
  ])('when its fields depend on more than the document: %s', (query, answered) => expect(createReader(parse(query))(answered)).toBeNull());

  it('of a subgraph that has written otherwise eight times in a row, but for each thousandth, until one is as expected', () => {
    const reader = createReader(parse('{ n }'));
    const [expected, other] = ['{"data":{"n":1}}', '{"data":{"n":1},"extensions":{}}'];
    for (let count = 0; count < 7; count++) expect(reader(other)).toBeNull();
    expect(reader(expected)).toEqual({ data: { n: 1 } });
    for (let count = 0; count < 8; count++) expect(reader(other)).toBeNull();
    for (let count = 8; count < 1_000; count++) expect(reader(expected)).toBeNull();
    expect(reader(expected)).toEqual({ data: { n: 1 } });
    expect(reader(expected)).toEqual({ data: { n: 1 } });
  });
});
