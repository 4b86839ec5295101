import { writeFile } from 'node:fs/promises';
import { composeSupergraph, readSubgraphSchemas, root } from './compose-supergraph.ts';

const { supergraph, hints } = composeSupergraph(await readSubgraphSchemas());
await writeFile(`${root}schema/supergraph.graphql`, supergraph);
for (const hint of hints) console.warn(hint.toString());
console.log('schema/supergraph.graphql is written.');
