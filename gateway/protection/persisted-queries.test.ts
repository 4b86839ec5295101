import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { buildSchema } from 'graphql';
import { createDocumentReader } from '../plan/read-document.ts';
import { createPersistedQueries } from './persisted-queries.ts';

const persistedQueries = () => createPersistedQueries(createDocumentReader(buildSchema('type Query { total: Int }'), [], 1_000));

const withHash = (query: string) => ({
  query,
  extensions: { persistedQuery: { version: 1, sha256Hash: createHash('sha256').update(query).digest('hex') } },
});

const byHash = (query: string) => ({ extensions: withHash(query).extensions });

describe('Persisted queries', () => {
  it('are kept once their text was valid', () => {
    const persisted = persistedQueries();
    expect(persisted.resolve(byHash('{ total }'))).toMatchObject({ extensions: { code: 'PERSISTED_QUERY_NOT_FOUND' } });
    expect(persisted.resolve(withHash('{ total }'))).toBe('{ total }');
    expect(persisted.resolve(byHash('{ total }'))).toBe('{ total }');
  });

  it('are not driven out by texts that are not valid, which are read like any other', () => {
    const persisted = persistedQueries();
    persisted.resolve(withHash('{ total }'));
    for (const wrong of ['{ total', '{ totals }'])
      for (let index = 0; index < 2_001; index++) expect(persisted.resolve(withHash(`${wrong} # ${index}`))).toBe(`${wrong} # ${index}`);
    expect(persisted.resolve(byHash('{ total }'))).toBe('{ total }');
  });
});
