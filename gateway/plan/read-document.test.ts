import { describe, expect, it } from '@jest/globals';
import { buildSchema } from 'graphql';
import { createDocumentReader } from './read-document.ts';

const schema = buildSchema('type Query { total: Int }');
const padded = (query: string, index: number): string => `${query} # ${index} ${'x'.repeat(50_000)}`;

describe('Documents', () => {
  it('are read once while they are remembered, valid or not', () => {
    const read = createDocumentReader(schema, [], 1_000);
    for (const query of ['{ total }', '{ totals }', '{ total', padded('{ total }', 0)]) expect(read(query)).toBe(read(query));
  });

  it('in which a variable decides on a subscription’s root field are not valid', () => {
    const read = createDocumentReader(buildSchema('type Query { total: Int } type Subscription { total: Int }'), [], 1_000);
    const { errors } = read('subscription ($if: Boolean!) { total @include(if: $if) }');
    expect(errors?.map(({ extensions }) => extensions.code)).toEqual(['GRAPHQL_VALIDATION_FAILED']);
  });

  it.each(['{ total }', '{ totals }', '{ total'])(
    'are remembered up to a million characters together, so that nobody fills the memory: %s',
    (query) => {
      const read = createDocumentReader(schema, [], 1_000);
      const first = read(padded(query, 0));
      for (let index = 1; index <= 20; index++) read(padded(query, index));
      expect(read(padded(query, 0))).not.toBe(first);
      const large = `${query} # ${'x'.repeat(500_000)}`;
      expect(read(large)).not.toBe(read(large));
    },
  );
});
