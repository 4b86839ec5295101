import type { Suite } from '../case.ts';

const song = { __typename: 'Song', id: 's', title: 'Rain', len: 6 };
const find = () => song;

/** Two interfaces that are each an `@interfaceObject` in a subgraph of its own, and behind both a wider one. */
export const interfaceObjectsBeside: Suite = {
  name: 'Two @interfaceObjects behind a wider interface',
  subgraphs: {
    library: {
      sdl: `
        type Query { node: Node }
        interface Node { id: ID! }
        interface Playable { len: Int }
        interface Media implements Node @key(fields: "id") { id: ID! }
        interface Priced implements Node @key(fields: "id") { id: ID! }
        type Song implements Media & Priced & Node & Playable @key(fields: "id") { id: ID! title: String len: Int }
        type Car implements Priced & Node @key(fields: "id") { id: ID! doors: Int }
      `,
      resolvers: {
        Query: { node: find },
        Song: { __resolveReference: find },
        Media: { __resolveReference: find },
        Priced: { __resolveReference: find },
      },
    },
    ratings: {
      sdl: `
        type Query { rated: Node }
        interface Node { id: ID! }
        type Media implements Node @key(fields: "id") @interfaceObject { id: ID! stars: Int }
      `,
      resolvers: { Query: { rated: () => ({ __typename: 'Media', id: 's' }) }, Media: { stars: () => 3 } },
    },
    prices: {
      sdl: `
        type Query { cheapest: Node }
        interface Node { id: ID! }
        type Priced implements Node @key(fields: "id") @interfaceObject { id: ID! price: Int }
      `,
      resolvers: { Query: { cheapest: () => ({ __typename: 'Priced', id: 's' }) }, Priced: { price: () => 4 } },
    },
  },
  cases: [
    {
      title: 'of a type of both',
      query: '{ cheapest { ... on Song { title } } rated { ... on Song { title } } node { ... on Song { title } } }',
      data: { cheapest: { title: 'Rain' }, rated: { title: 'Rain' }, node: { title: 'Rain' } },
    },
    {
      title: 'with what each subgraph has',
      query: '{ cheapest { __typename ... on Song { title price stars } } node { ... on Song { title price stars } } }',
      data: { cheapest: { __typename: 'Song', title: 'Rain', price: 4, stars: 3 }, node: { title: 'Rain', price: 4, stars: 3 } },
    },
    {
      title: 'under an interface of which no subgraph has an object',
      query: '{ cheapest { ... on Playable { len } } }',
      data: { cheapest: { len: 6 } },
    },
    {
      title: 'under the other interface',
      query: '{ cheapest { ... on Media { stars } } rated { ... on Priced { price } } }',
      data: { cheapest: { stars: 3 }, rated: { price: 4 } },
    },
  ],
};
