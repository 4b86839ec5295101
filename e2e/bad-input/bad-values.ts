import {
  type GraphQLInputType,
  type GraphQLNamedType,
  type GraphQLNullableType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
} from 'graphql';
import type { Data } from '../client.ts';

/** Values that no field of a type should take, by what is wrong with them. */
export type BadValues = Record<string, Data>;

const OVERSIZED = 'a'.repeat(200_000);
const ITEMS = 10_000;

const strange: BadValues = {
  empty: '',
  blank: ' \t ',
  oversized: OVERSIZED,
  Korean: '한글',
  emoji: '🎉👩‍👩‍👧',
  'half a character': 'a\ud83d',
  'control characters': 'a\u0000b\u001b[31m',
  ['__proto__']: '__proto__',
  constructor: 'constructor',
  SQL: `'; drop table users; --`,
  'a wildcard': '%',
};

const wrongTypes: BadValues = { 'a number': 42, 'a fraction': 1.5, 'a boolean': true, 'a list': ['a'], 'an object': { a: 1 } };

const without = (values: BadValues, ...names: string[]): BadValues =>
  Object.fromEntries(Object.entries(values).filter(([name]) => !names.includes(name)));

const ids: BadValues = {
  ...strange,
  ...wrongTypes,
  'an unknown id': '7f5c1c40-6a5b-4b0e-9d3e-3b1f0c0d9a11',
  'the nil id': '00000000-0000-0000-0000-000000000000',
  'an id in braces': '{7f5c1c40-6a5b-4b0e-9d3e-3b1f0c0d9a11}',
  'an id without dashes': '7f5c1c406a5b4b0e9d3e3b1f0c0d9a11',
};

const integers: BadValues = {
  ...without(strange, 'blank', 'a wildcard', 'SQL'),
  ...without(wrongTypes, 'a number'),
  'a number as text': '1',
  zero: 0,
  negative: -1,
  'the largest': 2_147_483_647,
  'the smallest': -2_147_483_648,
  'one too large': 2_147_483_648,
  huge: 1e300,
};

const dates: BadValues = {
  ...strange,
  ...wrongTypes,
  'a word': 'tomorrow',
  'no such day': '2026-02-30T00:00:00Z',
  'no such month': '2026-13-01T00:00:00Z',
  'no such hour': '2026-05-01T25:00:00Z',
  'no such offset': '2026-05-01T09:00:00+99:99',
  'no time': '2026-05-01',
  'no offset': '2026-05-01T09:00:00',
  'the year 0': '0000-01-01T00:00:00Z',
  'the year 9999': '9999-12-31T23:59:59Z',
  'the year 275760': '+275760-09-13T00:00:00Z',
  'the year -1': '-000001-01-01T00:00:00Z',
};

const decimals: BadValues = {
  ...strange,
  ...without(wrongTypes, 'a number', 'a fraction'),
  'not a number': 'NaN',
  infinite: 'Infinity',
  'with an exponent': '1e5',
  hexadecimal: '0x10',
  'with commas': '1,000',
  'many digits': '9'.repeat(200_000),
  'out of range': '1000000.01',
  'a huge number': 1e300,
};

const objects = (base: Data): BadValues => ({
  ...without(wrongTypes, 'an object'),
  text: 'a',
  'no members': {},
  'a list of it': [base],
  'an unknown member': { ...base, nope: 1 },
  'a member named __proto__': JSON.parse(`{"__proto__":{"admin":true},${JSON.stringify(base).slice(1)}`),
});

const lists = (base: Data): BadValues => ({
  ...without(wrongTypes, 'a list'),
  text: 'a',
  'no items': [],
  'a null item': [...base, null],
  'a list in it': [base],
  oversized: Array.from({ length: ITEMS }, (_, index) => base[index % base.length]),
});

const byName: Record<string, BadValues> = {
  ID: ids,
  String: { ...strange, ...wrongTypes },
  Int: integers,
  Boolean: { ...without(strange, 'blank', 'a wildcard', 'SQL'), ...without(wrongTypes, 'a boolean'), 'true as text': 'true', zero: 0 },
  DateTime: dates,
  Decimal: decimals,
};

/** What is wrong for a field of this name, whatever its type. */
const byField: Record<string, BadValues> = {
  email: {
    'no domain': 'a@',
    'no name': '@example.com',
    spaces: 'a b@example.com',
    two: 'a@b.kr,c@d.kr',
    long: `${'a'.repeat(260)}@example.com`,
  },
  phone: {
    dashes: '010-1234-5678',
    short: '010123456',
    long: '010123456789',
    'full-width digits': '０１０１２３４５６７８',
    'Arabic digits': '٠١٠١٢٣٤٥٦٧٨',
    'a line break after it': '01012345678\n',
  },
  businessNumber: { 'a wrong check digit': '1234567890', dashes: '123-45-67890', 'full-width digits': '１２３４５６７８９０' },
  newPassword: { short: '1234567', long: 'a'.repeat(65) },
  consentPersonalInfo: { refused: false },
};

/** The bad values for an input of this type at this field, beside null and none at all. */
export const badValues = (field: string, type: GraphQLInputType, base: Data): BadValues => {
  const nullable = (isNonNullType(type) ? type.ofType : type) as GraphQLNullableType & GraphQLInputType;
  const named = nullable as GraphQLNamedType;
  if (isListType(nullable)) return lists(base);
  if (isInputObjectType(nullable)) return objects(base);
  if (isEnumType(nullable)) return { ...strange, ...wrongTypes, 'lower case': String(base).toLowerCase(), 'a method': 'toString' };
  const values = byName[named.name];
  if (!values) throw new Error(`Say in bad-values.ts what is wrong for a ${named.name}.`);
  return { ...values, ...byField[field] };
};
