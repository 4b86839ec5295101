import { describe, expect, it } from '@jest/globals';
import { GraphQLError, parseValue } from 'graphql';
import { DateTime, Decimal, decimal } from './scalars.ts';

describe('DateTime', () => {
  it('is RFC 3339, with any offset', () => {
    expect(DateTime.parseValue('2026-05-01T09:00:00+09:00').toISOString()).toBe('2026-05-01T00:00:00.000Z');
    expect(DateTime.parseValue('2028-02-29T23:59:59.123z').toISOString()).toBe('2028-02-29T23:59:59.123Z');
  });

  it.each([
    '2026-02-30T00:00:00Z',
    '2027-02-29T00:00:00Z',
    '2026-04-31T00:00:00Z',
    '2026-05-01T24:00:00Z',
    '2026-05-01',
    '0000-01-01T00:00:00Z',
    '0001-01-02T00:00:00Z',
    '9999-12-31T23:59:59-09:00',
    'now',
    '',
    0,
    null,
  ])('is not %j', (value) => {
    expect(() => DateTime.parseValue(value)).toThrow(GraphQLError);
  });
});

describe('Decimal', () => {
  it('is exact, of scale 2, rounded half up', () => {
    expect(Decimal.parseValue('1234567890123.005')).toBe('1234567890123.01');
    expect(decimal('-0.004')).toBe('0.00');
  });

  it('refused in a document says where it stands', () => {
    const node = parseValue('"NaN"');
    expect(() => Decimal.parseLiteral(node)).toThrow(expect.objectContaining({ nodes: [node] }));
  });
});
