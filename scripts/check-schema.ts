import { spawnSync } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { Supergraph } from '@apollo/federation-internals';
import type { GraphQLSchema } from 'graphql';
import { eventCatalogue } from '#schema/events/catalogue.ts';
import { subgraphNames } from '#schema/services.ts';
import { asyncapiDocument } from './asyncapi-document.ts';
import { composeSupergraph, readSubgraphSchemas, root } from './compose-supergraph.ts';
import { resolverTypes } from './resolver-types.ts';
import {
  breakingChanges,
  type Findings,
  inconsistencies,
  invalidOperations,
  undescribed,
  unmarkedSubscriptions,
} from './schema-findings.ts';

/** The schema that clients see. */
const apiSchema = (supergraph: string): GraphQLSchema =>
  Supergraph.build(supergraph, { supportedFeatures: null }).apiSchema().toGraphQLJSSchema();

const readText = (path: string): Promise<string> => readFile(`${root}${path}`, 'utf8').catch(() => '');

const stale = async (path: string, fresh: string): Promise<Findings> =>
  (await readText(path)) === fresh ? [] : [`${path} is stale. Run "npm run compose" and commit it.`];

const readOperations = async (): Promise<Record<string, string>> => {
  const files = (await readdir(`${root}schema/operations`)).filter((file) => file.endsWith('.graphql'));
  return Object.fromEntries(await Promise.all(files.map(async (file) => [file, await readText(`schema/operations/${file}`)] as const)));
};

const supergraphAt = (revision: string): string => {
  const { status, stdout, stderr } = spawnSync('git', ['show', `${revision}:schema/supergraph.graphql`], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  if (status === 0) return stdout;
  console.error(`There is no schema of ${revision} to compare with. ${stderr?.trim() ?? ''}`);
  process.exit(1);
};

/** Contracts that a file of schema/events exports and the catalogue does not list. */
const uncatalogued = async (): Promise<Findings> => {
  const files = (await readdir(`${root}schema/events`)).filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'));
  const modules = await Promise.all(files.map(async (file) => [file, await import(`${root}schema/events/${file}`)] as const));
  const known = new Set<unknown>(eventCatalogue);
  return modules.flatMap(([file, exported]) =>
    Object.entries(exported as Record<string, unknown>)
      .filter(([, value]) => isContract(value) && !known.has(value))
      .map(([name]) => `schema/events/catalogue.ts does not list ${name} of ${file}.`),
  );
};

const isContract = (value: unknown): boolean => typeof value === 'object' && value !== null && 'publisher' in value && 'schema' in value;

const { values } = parseArgs({ options: { base: { type: 'string' } } });
const schemas = await readSubgraphSchemas();
const { supergraph, hints } = composeSupergraph(schemas);
const schema = apiSchema(supergraph);
const staleTypes = await Promise.all(
  subgraphNames.map(async (name) => stale(`subgraphs/${name}/schema.generated.ts`, await resolverTypes(name, schemas[name]))),
);
const findings: Findings = [
  ...(await stale('schema/supergraph.graphql', supergraph)),
  ...(await stale('schema/asyncapi.yaml', asyncapiDocument(eventCatalogue))),
  ...(await uncatalogued()),
  ...staleTypes.flat(),
  ...inconsistencies(hints),
  ...undescribed(schema),
  ...unmarkedSubscriptions(supergraph, schema),
  ...invalidOperations(schema, await readOperations()),
  ...(values.base ? await breakingChanges(apiSchema(supergraphAt(values.base)), schema) : []),
];
for (const finding of findings) console.error(`- ${finding}`);
console.log(findings.length === 0 ? 'The schema is in order.' : `The schema has ${findings.length} fault(s).`);
process.exitCode = findings.length === 0 ? 0 : 1;
