import { expect, it } from '@jest/globals';
import { parse } from 'graphql';
import { loadSupergraph } from '../supergraph.ts';
import { circularRequirements } from '../test/cases/circular-requirements.ts';
import { composeSmall } from '../test/small-graph.ts';

it('The first plan of a process asks for nothing before what it requires either', () => {
  const supergraph = loadSupergraph(composeSmall(circularRequirements.subgraphs));
  const operation = parse('{ page { label } }');
  const first = JSON.stringify(supergraph.plan(operation));
  expect(first).toMatch(/"operation":"\{page\{__typename id words\}\}"/);
  expect(first).toBe(JSON.stringify(supergraph.plan(operation)));
});
