import { describe, expect, it } from '@jest/globals';
import type { Subgraph } from '#kit/subgraph.ts';
import { createSubgraphSources, type NamedSubgraph } from './subgraph-sources.ts';

/** Sources that keep count of what was made and closed; an address `broken` cannot be used. */
const createSources = () => {
  const made: string[] = [];
  const closed: string[] = [];
  const create = ({ name, url }: NamedSubgraph): Subgraph => {
    if (url === 'broken') throw new TypeError('Invalid URL');
    made.push(`${name} at ${url}`);
    const execute = async () => ({ data: { url } });
    return { name, execute, subscribe: execute, close: async () => void closed.push(`${name} at ${url}`) };
  };
  return { made, closed, sources: createSubgraphSources({ given: {}, create, wrap: (source) => source }) };
};

describe('The sources of subgraphs', () => {
  it('are made when a supergraph first names a subgraph, and anew when it moves', async () => {
    const { sources, made, closed } = createSources();
    sources.prepare([{ name: 'shops', url: 'here' }]);
    sources.prepare([
      { name: 'shops', url: 'here' },
      { name: 'ratings', url: 'here' },
    ]);
    sources.prepare([{ name: 'shops', url: 'there' }]);
    expect(made).toEqual(['shops at here', 'ratings at here', 'shops at there']);
    expect(closed).toEqual(['shops at here']);
  });

  it('stay as they were when one of a supergraph cannot be made', async () => {
    const { sources, made, closed } = createSources();
    sources.prepare([{ name: 'shops', url: 'here' }]);
    const before = { ...sources.byName };
    const moved = [
      { name: 'shops', url: 'there' },
      { name: 'ratings', url: 'broken' },
    ];
    expect(() => sources.prepare(moved)).toThrow('Invalid URL');
    expect(sources.byName).toEqual(before);
    expect(closed).toEqual(['shops at there']);
    sources.prepare([{ name: 'shops', url: 'here' }]);
    expect(made).toEqual(['shops at here', 'shops at there']);
    await sources.close();
    expect(closed).toEqual(['shops at there', 'shops at here']);
  });
});
