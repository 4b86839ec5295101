import { writeFile } from 'node:fs/promises';
import { subgraphNames } from '#schema/services.ts';
import { readSubgraphSchemas, root } from './compose-supergraph.ts';
import { resolverTypes } from './resolver-types.ts';

const schemas = await readSubgraphSchemas();
for (const name of subgraphNames) await writeFile(`${root}subgraphs/${name}/schema.generated.ts`, await resolverTypes(name, schemas[name]));
console.log('subgraphs/*/schema.generated.ts are written.');
