import { describe, expect, it } from '@jest/globals';
import { parse } from 'graphql';
import { loadSupergraph } from '../supergraph.ts';
import { composeSmall } from '../test/small-graph.ts';
import { fetchesOf } from './fetches-of.ts';
import { drawOverrides, overrideLabelsOf } from './override-labels.ts';

const small = (label: string): string =>
  composeSmall({
    old: { sdl: 'type Query { ticket: Ticket } type Ticket @key(fields: "id") { id: ID! gate: String }' },
    fresh: { sdl: `type Ticket @key(fields: "id") { id: ID! gate: String @override(from: "old", label: "${label}") }` },
  });

const askedFor = (supergraph: string): string[] =>
  fetchesOf(loadSupergraph(supergraph).plan(parse('{ ticket { gate } }')).node!).map(({ serviceName }) => serviceName);

describe('The labels of @override', () => {
  it('are read however the supergraph writes them', () => {
    for (const written of ['overrideLabel:"percent(100)"', 'overrideLabel : "percent(100)"', 'overrideLabel: """percent(100)"""']) {
      const supergraph = small('percent(100)').replace('overrideLabel: "percent(100)"', written);
      expect(supergraph).toContain(written);
      expect(askedFor(supergraph)).toEqual(['old', 'fresh']);
    }
    expect(askedFor(small('percent(0)'))).toEqual(['old']);
  });

  it('hold for their share of operations, and never when they are of another kind', () => {
    const labelled = (label: string) => `a: Int @join__field(graph: A, overrideLabel: "${label}")`;
    const labels = overrideLabelsOf(parse(`type T { ${['percent(5)', 'percent(0.5)', 'beta', 'percent(5)'].map(labelled).join(' ')} }`));
    expect([...labels]).toEqual([
      ['percent(5)', 5],
      ['percent(0.5)', 0.5],
    ]);
    expect([...drawOverrides(labels, () => 0.04)]).toEqual([
      ['percent(5)', true],
      ['percent(0.5)', false],
    ]);
  });
});
