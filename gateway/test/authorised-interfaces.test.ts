import { afterEach, describe, expect, it } from '@jest/globals';
import {
  type ConstDirectiveNode,
  type InterfaceTypeDefinitionNode,
  Kind,
  type ObjectTypeDefinitionNode,
  parse,
  print,
  visit,
} from 'graphql';
import type { SmallSubgraph } from './case.ts';
import { composeSmall } from './small-graph.ts';
import { startGateway, type TestGateway } from './start-gateway.ts';

const asked: string[] = [];
const answer = (name: string, value: unknown) => () => {
  asked.push(name);
  return value;
};
const book = { __typename: 'Book', id: '1', title: 'a book' };
const movie = { __typename: 'Movie', id: '2', title: 'a movie' };
const [cup, pot, box] = ['Cup', 'Pot', 'Box'].map((type) => ({ __typename: type, name: `a ${type}` }));

const subgraphs: Record<string, SmallSubgraph> = {
  shelf: {
    sdl: `
      type Query { book: Media  all: [Media!]!  cup: Thing  pot: Thing  things: [Thing!]!  ownPot: Pot }
      interface Media @key(fields: "id") { id: ID!  title: String }
      type Book implements Media @key(fields: "id") { id: ID!  title: String }
      type Movie implements Media @key(fields: "id") { id: ID!  title: String @authenticated }
      interface Thing { name: String  inside: Thing }
      type Cup implements Thing { name: String @authenticated  inside: Box }
      type Pot implements Thing { name: String  inside: Pot }
      type Box implements Thing @authenticated { name: String  inside: Box }
    `,
    resolvers: {
      Query: {
        book: () => book,
        all: () => [book, movie],
        cup: () => cup,
        pot: () => pot,
        things: () => [cup, pot, box],
        ownPot: () => pot,
      },
      Media: { __resolveReference: ({ id }: { id: string }) => (id === '1' ? book : movie) },
      Cup: { name: answer('Cup.name', 'a Cup'), inside: answer('Cup.inside', box) },
    },
  },
  notes: {
    sdl: 'type Media @interfaceObject @key(fields: "id") { id: ID!  secret: String @authenticated  note: String }',
    resolvers: { Media: { secret: answer('Media.secret', 'a secret'), note: () => 'a note' } },
  },
};

const AUTHENTICATED: ConstDirectiveNode = { kind: Kind.DIRECTIVE, name: { kind: Kind.NAME, value: 'authenticated' } };

/** The supergraph with the rule at these places only (`Type`, `Type.field`), as composition before 2.12 may leave it. */
const withRulesAt = (...places: string[]): string => {
  const rulesAt = (place: string, directives: readonly ConstDirectiveNode[] = []) => [
    ...directives.filter(({ name }) => name.value !== 'authenticated'),
    ...(places.includes(place) ? [AUTHENTICATED] : []),
  ];
  const ruled = (node: ObjectTypeDefinitionNode | InterfaceTypeDefinitionNode) => ({
    ...node,
    directives: rulesAt(node.name.value, node.directives),
    fields: node.fields?.map((field) => ({ ...field, directives: rulesAt(`${node.name.value}.${field.name.value}`, field.directives) })),
  });
  return print(visit(parse(composeSmall(subgraphs)), { ObjectTypeDefinition: ruled, InterfaceTypeDefinition: ruled }));
};

let gateway: TestGateway;
afterEach(() => {
  asked.splice(0);
  return gateway.close();
});

const dataOf = async (query: string): Promise<unknown> => (await gateway.post(query)).body.data;

describe('What an interface’s types require', () => {
  it('is decided for each object type, in whatever order fragments stand', async () => {
    gateway = await startGateway({ subgraphs });
    expect(await dataOf('{ all { title } }')).toEqual({ all: [{ title: 'a book' }, { title: null }] });
    expect(await dataOf('{ things { name } }')).toEqual({ things: [{ name: null }, { name: 'a Pot' }, { name: null }] });
    for (const fields of ['name ... on Pot { name }', '... on Pot { name } name', '... on Thing { ... on Pot { name } } name']) {
      expect(await dataOf(`{ pot { ${fields} } }`)).toEqual({ pot: { name: 'a Pot' } });
      expect(await dataOf(`{ cup { ${fields} } }`)).toEqual({ cup: { name: null } });
    }
    expect(asked).toEqual([]);
    const { token } = await gateway.session();
    expect((await gateway.post('{ all { title } things { name } }', { token })).body).toEqual({
      data: { all: [book, movie].map(({ title }) => ({ title })), things: [cup, pot, box].map((thing) => ({ name: thing?.name })) },
    });
  });

  it('is named where an object of such a type can come', async () => {
    gateway = await startGateway({ subgraphs });
    const refused = [expect.objectContaining({ path: ['pot', 'name'] })];
    expect((await gateway.post('{ pot { ... on Pot { name } name } }')).body.errors).toEqual(refused);
    for (const query of [
      '{ pot { ... on Pot { ... on Thing { name } } } }',
      '{ ownPot { ...f inside { ...f } } pot { ... on Pot { ...f } } } fragment f on Thing { name }',
    ])
      expect((await gateway.post(query)).body.errors).toBeUndefined();
    expect((await gateway.post('{ pot { ... on Pot { ...f } ...f } } fragment f on Thing { name }')).body.errors).toEqual(refused);
  });

  it('goes by the type that a type’s own field gives', async () => {
    gateway = await startGateway({ subgraphs });
    for (const fields of [
      'inside { __typename } ... on Cup { inside { __typename } }',
      '... on Cup { inside { __typename } } inside { __typename }',
    ]) {
      expect(await dataOf(`{ cup { ${fields} } }`)).toEqual({ cup: { inside: null } });
      expect(await dataOf(`{ pot { ${fields} } }`)).toEqual({ pot: { inside: null } });
    }
    expect(asked).toEqual([]);
  });
});

describe('A rule that a subgraph wrote on an interface', () => {
  it('holds for a field of each of its types, however it is asked for', async () => {
    gateway = await startGateway({ subgraphs, supergraph: withRulesAt('Media.secret') });
    for (const fields of ['secret note', '... on Book { secret note }', 'note ... on Book { secret }']) {
      const { body } = await gateway.post(`{ book { ${fields} } }`);
      expect(body.data).toEqual({ book: { secret: null, note: 'a note' } });
      expect(body.errors).toEqual([expect.objectContaining({ path: ['book', 'secret'] })]);
    }
    expect(asked).toEqual([]);
    const { token } = await gateway.session();
    expect((await gateway.post('{ book { ... on Book { secret } } }', { token })).body).toEqual({ data: { book: { secret: 'a secret' } } });
  });

  it('holds for its types, wherever they are', async () => {
    gateway = await startGateway({ subgraphs, supergraph: withRulesAt('Thing') });
    const { body } = await gateway.post('{ ownPot { name } pot { __typename } all { title } }');
    expect(body.data).toEqual({ ownPot: null, pot: null, all: [{ title: 'a book' }, { title: 'a movie' }] });
    expect(body.errors).toEqual([['ownPot'], ['pot']].map((path) => expect.objectContaining({ path })));
  });

  it('is left to the types when one of them carries it', async () => {
    gateway = await startGateway({ subgraphs, supergraph: withRulesAt('Thing.name', 'Cup.name') });
    expect(await dataOf('{ things { name } }')).toEqual({ things: [{ name: null }, { name: 'a Pot' }, { name: 'a Box' }] });
  });
});
