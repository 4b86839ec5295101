import type { SmallSubgraph } from '../case.ts';
import { createRandom, type Random } from './random.ts';
import { writeSubgraph } from './write-subgraph.ts';

/** A field of an entity or an interface object; what subgraphs say of it stands under their names. */
export type MadeUpField = {
  name: string;
  type: string;
  args: string;
  owners: string[];
  requires: Map<string, string>;
  provides: Map<string, string>;
  /** The subgraph that it was moved from. */
  from: string | null;
};

export type MadeUpEntity = {
  name: string;
  /** The keys by which each subgraph that has it can be asked. */
  keys: Map<string, string[]>;
  fields: MadeUpField[];
  isNode: boolean;
  /** What each subgraph has of the entity's object without a key. */
  parts: Map<string, string[]>;
};

/** What a supergraph is made of. The interface `I` has its types in one subgraph, and is an `@interfaceObject` in some others. */
export type MadeUpSupergraph = {
  subgraphs: string[];
  entities: MadeUpEntity[];
  home: string;
  /** The fields of the interface objects. */
  objects: Map<string, MadeUpField[]>;
  members: string[];
  roots: Map<string, string[]>;
};

/** The interface's own field. */
export const COMMON = 'common';
const SCALARS = ['Int', 'String', 'Int', '[Int]', 'String'];
export const named = (type: string): string => type.replace(/[[\]!]/g, '');
const isPlain = ({ name, type, args }: MadeUpField): boolean => !args && name !== COMMON && /^(Int|String)$/.test(type);

/** Makes up a small supergraph's subgraphs; not all can be composed. */
export const randomSupergraph = (seed: number): Record<string, SmallSubgraph> => {
  const random = createRandom(seed);
  const made = someTypes(random);
  for (const entity of made.entities) addFields(random, made, entity);
  for (const entity of made.entities) addParts(random, entity);
  addObjectFields(random, made);
  for (const entity of made.entities) for (const field of entity.fields) addRules(random, made, entity, field);
  for (const subgraph of made.subgraphs) made.roots.set(subgraph, someRoots(random, made, subgraph));
  return Object.fromEntries(made.subgraphs.map((subgraph) => [subgraph, { sdl: writeSubgraph(made, subgraph) }]));
};

const someTypes = (random: Random): MadeUpSupergraph => {
  const subgraphs = ['a', 'b', 'c', 'd'].slice(0, 2 + random.number(3));
  const home = random.pick(subgraphs);
  const nodes = random.chance(60) ? 1 + random.number(3) : 0;
  const others = subgraphs.filter((subgraph) => nodes > 0 && subgraph !== home && random.chance(45));
  const entities = Array.from({ length: 1 + random.number(4) }, (_, index) => {
    const isNode = index < nodes;
    const able = subgraphs.filter((subgraph) => !(isNode && others.includes(subgraph)));
    const chosen = able.filter((subgraph) => random.chance(65) || (isNode && subgraph === home));
    const places = chosen.length > 0 ? chosen : [random.pick(able)];
    const other = random.chance(55) ? random.pick(['k', 'k', 'kv { a b }']) : null;
    const keysAt = (place: string, at: number): string[] => {
      if (at === 0 || (isNode && place === home)) return other ? ['id', other] : ['id'];
      return other && random.chance(40) ? [random.pick([other, `id ${other}`])] : ['id'];
    };
    const keys = new Map(places.map((place, at) => [place, keysAt(place, at)]));
    return { name: `E${index}`, keys, fields: [], isNode, parts: new Map() };
  });
  const members = entities.map(({ name }) => name).filter(() => random.chance(60));
  return { subgraphs, entities, home, objects: new Map(others.map((each) => [each, []])), members, roots: new Map() };
};

const fieldOf = (name: string, type: string, owners: string[], args = ''): MadeUpField => ({
  name,
  type,
  args,
  owners,
  requires: new Map(),
  provides: new Map(),
  from: null,
});

/** The composite types that a subgraph can give. */
const typesOf = ({ entities, home, objects, members }: MadeUpSupergraph, subgraph: string): string[] => {
  const own = entities.filter(({ keys }) => keys.has(subgraph)).map(({ name }) => name);
  const hasInterface = (subgraph === home && entities.some(({ isNode }) => isNode)) || objects.has(subgraph);
  const hasUnion = members.length > 0 && members.every((member) => own.includes(member));
  return [...own, ...(hasInterface ? ['I'] : []), ...(hasUnion ? ['U'] : [])];
};

const wrapped = (random: Random, type: string): string => random.pick([type, type, `${type}!`, `[${type}!]!`, `[${type}]`, `[[${type}]]`]);

const addFields = (random: Random, made: MadeUpSupergraph, { name, keys, fields, isNode }: MadeUpEntity): void => {
  const places = [...keys.keys()];
  for (let index = 0; index < 3 + random.number(5); index++) {
    const owner = random.pick(places);
    const isScalar = random.chance(60);
    const type = isScalar ? random.pick(SCALARS) : wrapped(random, random.pick([...typesOf(made, owner), 'V']));
    const owners = isScalar && random.chance(25) ? [...new Set([owner, random.pick(places)])] : [owner];
    fields.push(fieldOf(`${name.toLowerCase()}f${index}`, type, owners, isScalar && random.chance(20) ? '(x: Int = 1, y: String)' : ''));
  }
  if (isNode) fields.push(fieldOf(COMMON, 'String', [made.home]));
};

const addParts = (random: Random, { name, keys, fields, parts }: MadeUpEntity): void => {
  if (keys.size < 2 || !random.chance(40)) return;
  const owners = [...keys.keys()].slice(0, 2 + random.number(2));
  for (const [index, owner] of owners.entries()) parts.set(owner, [`w${index}: Int`, ...(random.chance(50) ? ['ws: String'] : [])]);
  fields.push(fieldOf(`${name.toLowerCase()}w`, random.pick([`W${name}`, `W${name}!`, `[W${name}!]`]), owners));
};

const addObjectFields = (random: Random, made: MadeUpSupergraph): void => {
  for (const [subgraph, fields] of made.objects) {
    for (let index = 0; index < 1 + random.number(2); index++) {
      const type = random.chance(70) ? random.pick(['Int', 'String']) : wrapped(random, random.pick(typesOf(made, subgraph)));
      const field = fieldOf(`io${subgraph}${index}`, type, [subgraph]);
      if (random.chance(40)) field.requires.set(subgraph, COMMON);
      fields.push(field);
    }
  }
};

/** What a field requires and provides, or where it has moved to. */
const addRules = (random: Random, made: MadeUpSupergraph, entity: MadeUpEntity, field: MadeUpField): void => {
  if (field.name === COMMON || entity.parts.has(field.owners[0]!)) return;
  const entityOf = (type: string) => made.entities.find(({ name }) => name === named(type));
  for (const owner of field.owners) {
    const foreign = entity.fields.slice(0, entity.fields.indexOf(field)).filter((each) => !each.owners.includes(owner));
    const [plain, objects] = [
      foreign.filter((each) => /^(Int|String)$/.test(each.type)),
      foreign.filter(({ type }) => entityOf(type)?.keys.has(owner)),
    ];
    if (plain.length > 0 && random.chance(50)) field.requires.set(owner, withArguments(random, random.pick(plain)));
    else if (objects.length > 0 && random.chance(20)) {
      const through = random.pick(objects);
      const below = entityOf(through.type)!.fields.filter((each) => isPlain(each) && each !== field && !each.owners.includes(owner));
      if (below.length > 0) field.requires.set(owner, `${through.name} { ${random.pick(below).name} }`);
    }
    const provided = (entityOf(field.type)?.fields ?? []).filter(
      (each) => isPlain(each) && each.requires.size === 0 && !each.owners.includes(owner),
    );
    if (provided.length > 0 && random.chance(35)) field.provides.set(owner, random.pick(provided).name);
  }
  const [owner, ...more] = field.owners;
  const able = [...entity.keys.keys()].filter((each) => each !== owner && /^\[?(Int|String)/.test(field.type));
  if (more.length > 0 || field.requires.size > 0 || able.length === 0 || !random.chance(12)) return;
  field.from = owner!;
  field.owners = [random.pick(able)];
};

const withArguments = (random: Random, { name, args }: MadeUpField): string =>
  args && random.chance(60) ? `${name}(x: ${random.number(3)})` : name;

const someRoots = (random: Random, made: MadeUpSupergraph, subgraph: string): string[] => {
  const types = typesOf(made, subgraph);
  if (types.length === 0) return [`q${subgraph}: Int`];
  return Array.from({ length: 1 + random.number(2) }, (_, index) => `q${subgraph}${index}: ${wrapped(random, random.pick(types))}`);
};
