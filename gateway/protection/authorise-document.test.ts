import { describe, expect, it } from '@jest/globals';
import { parse, print } from 'graphql';
import { planOperation } from '../plan/plan-operation.ts';
import { loadSupergraph } from '../supergraph.ts';
import { composeSmall } from '../test/small-graph.ts';
import { createAccess } from './access.ts';
import { authoriseDocument } from './authorise-document.ts';

/** Eight types of an interface that leads back to itself, one of them not for everybody. */
const types = Array.from(
  { length: 8 },
  (_, index) => `type T${index} implements Again { name: String again: Again ${index === 0 ? '@authenticated' : ''} }`,
);
const supergraph = loadSupergraph(
  composeSmall({ deep: { sdl: `type Query { again: Again } interface Again { name: String again: Again } ${types.join(' ')}` } }),
);
const access = createAccess(supergraph);
const nested = (levels: number): string => (levels === 0 ? 'name' : `again { ${nested(levels - 1)} }`);
const plan = (query: string) => {
  const document = parse(query);
  return planOperation(supergraph, document, null, access({ document, hash: query }));
};
const refused = expect.objectContaining({
  message: expect.stringContaining('"fields" of 2000'),
  extensions: { code: 'GRAPHQL_VALIDATION_FAILED', limit: 'fields', max: 2_000 },
});

describe('A document with fields that only some types may show', () => {
  it('asks each type apart for what is below, up to 2,000 fields', () => {
    expect(plan(`{ ${nested(4)} }`).refusals?.()).toHaveLength(3);
  });

  it('is refused beyond, before anything is multiplied', () => {
    expect(() => plan(`{ ${nested(5)} }`)).toThrow(refused);
    expect(() => plan(`{ ${nested(12)} }`)).toThrow(refused);
  });

  it('is refused when fragments bring it there', () => {
    const spreads =
      'fragment a on Again { again { ...b } } fragment b on Again { again { ...c } } fragment c on Again { again { again { name } } }';
    expect(() => plan(`{ again { ...a } } ${spreads}`)).toThrow(refused);
    expect(() => plan(`{ again { ...c } } fragment c on Again { again { again { name } } }`)).not.toThrow();
  });

  it('stays as it is for whom all is allowed', () => {
    const document = parse(`{ ${nested(12)} }`);
    const rules = supergraph.access;
    expect(print(authoriseDocument({ schema: supergraph.schema, rules, isMet: () => true }, document))).toBe(print(document));
  });
});
