import { describe, expect, it } from '@jest/globals';
import { parse } from 'graphql';
import { conditionsOf } from './settle-conditions.ts';

describe('The conditions of an operation', () => {
  const document = parse(`
    query Short($long: Boolean = true, $name: String) { shop(name: $name) { id street @include(if: $long) } }
    query Whole($all: Boolean!) { shop { ...Words } }
    fragment Words on Shop { text @skip(if: $all) }`);

  it('are the variables that its own @skip and @include use, with their defaults', () => {
    expect(conditionsOf(document, 'Short', { name: 'x' })).toEqual({ long: true });
    expect(conditionsOf(document, 'Short', { long: false, all: true })).toEqual({ long: false });
    expect(conditionsOf(document, 'Whole', { all: true })).toEqual({ all: true });
    expect(conditionsOf(parse('{ shop { id } }'), null, {})).toEqual({});
  });

  it('refuse null for a variable with a default, which its type allows and @include does not', () => {
    expect(() => conditionsOf(document, 'Short', { long: null })).toThrow(
      expect.objectContaining({ message: expect.stringContaining('"$long"'), extensions: { code: 'BAD_USER_INPUT', field: 'long' } }),
    );
  });
});
