import { writeFile } from 'node:fs/promises';
import { eventCatalogue } from '#schema/events/catalogue.ts';
import { asyncapiDocument } from './asyncapi-document.ts';
import { root } from './compose-supergraph.ts';

await writeFile(`${root}schema/asyncapi.yaml`, asyncapiDocument(eventCatalogue));
console.log('schema/asyncapi.yaml is written.');
