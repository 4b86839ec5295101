import { COMMON, type MadeUpEntity, type MadeUpField, type MadeUpSupergraph, named } from './random-supergraph.ts';

/** The SDL of one subgraph of a supergraph that was made up. */
export const writeSubgraph = (made: MadeUpSupergraph, subgraph: string): string => {
  const own = made.entities.filter(({ keys }) => keys.has(subgraph));
  const types = [
    ...own.map((entity) => writeEntity(made, entity, subgraph)),
    ...(subgraph === made.home && own.some(({ isNode }) => isNode) ? ['interface I @key(fields: "id") { id: ID! common: String }'] : []),
    ...(made.objects.has(subgraph) ? [writeObject(made.objects.get(subgraph)!)] : []),
    `type Query { ${made.roots.get(subgraph)!.join(' ')} }`,
    ...own.flatMap(({ name, parts }) => (parts.has(subgraph) ? [`type W${name} @shareable { ${parts.get(subgraph)!.join(' ')} }`] : [])),
  ];
  const optional = [
    [/\bU\b/, `union U = ${made.members.join(' | ')}`],
    [/\bV\b/, 'type V @shareable { a: Int b: String }'],
    [/\bKV\b/, 'type KV @shareable { a: ID! b: String! }'],
  ] as const;
  return [...types, ...optional.flatMap(([name, type]) => (name.test(types.join('\n')) ? [type] : []))].join('\n');
};

const writeEntity = (made: MadeUpSupergraph, entity: MadeUpEntity, subgraph: string): string => {
  const keys = entity.keys.get(subgraph)!;
  const keyFields = [
    [/\bid\b/, 'id: ID!'],
    [/\bk\b/, 'k: ID!'],
    [/\bkv\b/, 'kv: KV!'],
  ] as const;
  const lines = [
    ...keyFields.flatMap(([name, line]) => (name.test(keys.join(' ')) ? [line] : [])),
    ...entity.fields.flatMap((field) => writeField(made, entity, field, subgraph)),
  ];
  const head = `type ${entity.name}${entity.isNode && subgraph === made.home ? ' implements I' : ''}`;
  return `${head} ${keys.map((key) => `@key(fields: "${key}")`).join(' ')} { ${lines.join(' ')} }`;
};

const writeField = (made: MadeUpSupergraph, entity: MadeUpEntity, field: MadeUpField, subgraph: string): string[] => {
  const line = `${field.name}${field.args}: ${field.type}`;
  const shareable = isShared(made, entity, field) ? ' @shareable' : '';
  if (field.from === subgraph) return [`${line}${shareable}`];
  if (!field.owners.includes(subgraph)) return isNeeded(made, entity, field, subgraph) ? [`${line} @external`] : [];
  const [requires, provides] = [field.requires.get(subgraph), field.provides.get(subgraph)];
  const rules = [
    requires ? ` @requires(fields: "${requires}")` : '',
    provides ? ` @provides(fields: "${provides}")` : '',
    field.from ? ` @override(from: "${field.from}")` : '',
  ];
  return [`${line}${rules.join('')}${shareable}`];
};

const writeObject = (fields: readonly MadeUpField[]): string => {
  const lines = fields.map(({ name, type, requires }) => `${name}: ${type}${requires.size > 0 ? ' @requires(fields: "common")' : ''}`);
  const external = fields.some(({ requires }) => requires.size > 0) ? 'common: String @external ' : '';
  return `type I @key(fields: "id") @interfaceObject { id: ID! ${external}${lines.join(' ')} }`;
};

const isShared = (made: MadeUpSupergraph, entity: MadeUpEntity, field: MadeUpField): boolean =>
  field.owners.length > 1 || made.subgraphs.some((subgraph) => isProvided(made, entity, field, subgraph));

const isProvided = ({ entities }: MadeUpSupergraph, entity: MadeUpEntity, { name }: MadeUpField, subgraph: string): boolean =>
  entities.some(({ fields }) => fields.some(({ type, provides }) => named(type) === entity.name && provides.get(subgraph) === name));

/** Whether a subgraph requires or provides a field of others. */
const isNeeded = (made: MadeUpSupergraph, entity: MadeUpEntity, field: MadeUpField, subgraph: string): boolean => {
  const isMentioned = (text: string): boolean => new RegExp(`\\b${field.name}\\b`).test(text);
  const asking = field.name === COMMON ? [entity] : made.entities;
  const isRequired = asking.some(({ fields }) => fields.some(({ requires }) => isMentioned(requires.get(subgraph) ?? '')));
  return isRequired || isProvided(made, entity, field, subgraph);
};
