import { readFileSync } from 'node:fs';
import { buildSchema, type GraphQLObjectType } from 'graphql';

const read = (path: string): string => readFileSync(new URL(`../schema/${path}`, import.meta.url), 'utf8');

/** The API as the committed supergraph declares it. */
export const api = buildSchema(read('supergraph.graphql'), { assumeValid: true });

const kebab = (name: string): string => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/** The committed operation of a root field, e.g. of `drawWinners`. */
export const operationOf = (field: string): string => read(`operations/${kebab(field)}.graphql`);

export const mutations = Object.values((api.getMutationType() as GraphQLObjectType).getFields());
