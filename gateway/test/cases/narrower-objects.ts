import type { Suite } from '../case.ts';

const dog = { __typename: 'Dog', id: 'd', name: 'Rex', tail: 7 };

/** A field that is an interface or a union in one subgraph, and one object type in another: that one sends no `__typename` of itself. */
export const narrowerObjects: Suite = {
  name: 'Fields narrowed to an object type',
  subgraphs: {
    wide: {
      sdl: `
        type Query { wide: Owner }
        type Owner @key(fields: "id") { id: ID! pet: Pet @shareable any: [Any] @shareable }
        interface Pet { name: String }
        type Dog implements Pet { name: String @shareable tail: Int @shareable }
        type Cat implements Pet { name: String }
        union Any = Dog | Cat
      `,
      resolvers: { Query: { wide: () => ({ id: '1' }) }, Owner: { pet: () => dog, any: () => [dog, null] } },
    },
    narrow: {
      sdl: `
        type Query { narrow: Owner }
        type Owner @key(fields: "id") { id: ID! pet: Dog @shareable any: [Dog] @shareable }
        type Dog @shareable { name: String tail: Int }
      `,
      resolvers: { Query: { narrow: () => ({ id: '2' }) }, Owner: { pet: () => dog, any: () => [dog, null] } },
    },
    labels: {
      sdl: `
        type Owner @key(fields: "id") {
          id: ID!
          pet: Pet @external
          any: [Any] @external
          ofPet: String @requires(fields: "pet { name ... on Dog { tail } }")
          ofAny: [Int] @requires(fields: "any { ... on Dog { tail } }")
        }
        interface Pet { name: String }
        type Dog implements Pet @external { name: String tail: Int }
        type Cat implements Pet @external { name: String }
        union Any = Dog | Cat
      `,
      resolvers: {
        Owner: {
          ofPet: ({ pet }: { pet: { name: string; tail?: number } }) => `${pet.name} ${pet.tail}`,
          ofAny: ({ any }: { any: ({ tail?: number } | null)[] }) => any.map((each) => each && (each.tail ?? -1)),
        },
      },
    },
  },
  cases: [
    {
      title: 'a fragment on it',
      query: '{ narrow { pet { name ... on Dog { tail } } } }',
      data: { narrow: { pet: { name: 'Rex', tail: 7 } } },
    },
    {
      title: 'a fragment on a member of the union',
      query: '{ narrow { any { ... on Dog { tail } } } }',
      data: { narrow: { any: [{ tail: 7 }, null] } },
    },
    {
      title: 'a fragment on an interface of the union’s members',
      query: '{ narrow { any { ... on Pet { name } } } }',
      data: { narrow: { any: [{ name: 'Rex' }, null] } },
    },
    {
      title: 'required, from where it is narrow',
      query: '{ narrow { ofPet ofAny } }',
      data: { narrow: { ofPet: 'Rex 7', ofAny: [7, null] } },
    },
    { title: 'required, wherever it comes from', query: '{ wide { ofPet ofAny } }', data: { wide: { ofPet: 'Rex 7', ofAny: [7, null] } } },
    {
      title: 'required and asked for',
      query: '{ narrow { ofPet pet { name } any { ... on Dog { tail } } ofAny } }',
      data: { narrow: { ofPet: 'Rex 7', pet: { name: 'Rex' }, any: [{ tail: 7 }, null], ofAny: [7, null] } },
    },
  ],
};
