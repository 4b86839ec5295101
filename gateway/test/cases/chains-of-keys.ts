import type { Suite } from '../case.ts';

/** From key to key: a subgraph that another does not share a key with is reached over a third; nested and null keys; circles. */
export const chainsOfKeys: Suite = {
  name: 'Keys that lead to keys',
  subgraphs: {
    links: {
      sdl: `
        type Query { links: [Link] link: Link lost: [Link!]! }
        type Link @key(fields: "id") @key(fields: "id pid") { id: ID! pid: ID }
      `,
      resolvers: {
        Query: {
          links: () => [{ id: 'a', pid: 'pa' }, null, { id: 'b', pid: null }],
          link: () => ({ id: 'a', pid: 'pa' }),
          lost: () => [
            { id: 'a', pid: 'pa' },
            { id: 'zz', pid: 'pz' },
          ],
        },
      },
    },
    products: {
      sdl: `
        type Link @key(fields: "id pid") @key(fields: "id pid tag { value }") { id: ID! pid: ID tag: Tag }
        type Tag { value: String! }
      `,
      resolvers: {
        Link: {
          __resolveReference: ({ id, pid }: { id: string; pid: string | null }) =>
            id === 'zz' || pid === null ? null : { id, pid, tag: { value: `t${id}` } },
        },
      },
    },
    prices: {
      sdl: `
        type Link @key(fields: "id pid tag { value }") {
          id: ID! pid: ID tag: Tag @shareable
          price: Price
          next: Link
        }
        type Tag { value: String! @shareable }
        type Price { amount: Int! of: Link! }
      `,
      resolvers: {
        Link: {
          __resolveReference: (link: { id: string; pid: string; tag: { value: string } | null }) => (link.tag ? link : null),
          price: ({ id, tag }: { id: string; tag: { value: string } }) => ({ amount: id === 'a' ? 1 : 2, of: { id, pid: `p${id}`, tag } }),
          next: ({ id }: { id: string }) => ({
            id: id === 'a' ? 'b' : 'a',
            pid: id === 'a' ? 'pb' : 'pa',
            tag: { value: id === 'a' ? 'tb' : 'ta' },
          }),
        },
      },
    },
    names: {
      sdl: `type Link @key(fields: "id") { id: ID! name: String } type Query { named: Link }`,
      resolvers: {
        Query: { named: () => ({ id: 'b' }) },
        Link: { name: ({ id }: { id: string }) => (id === 'zz' ? null : `name of ${id}`) },
      },
    },
  },
  cases: [
    {
      title: 'a subgraph is reached over the key that a third one adds',
      query: '{ link { price { amount } } }',
      data: { link: { price: { amount: 1 } } },
    },
    {
      title: 'a null in a key ends the chain there, the rest answers',
      query: '{ links { id name tag { value } price { amount } } }',
      data: {
        links: [
          { id: 'a', name: 'name of a', tag: { value: 'ta' }, price: { amount: 1 } },
          null,
          { id: 'b', name: 'name of b', tag: null, price: null },
        ],
      },
    },
    {
      title: 'an entity that its subgraph does not know is null there, without an error',
      query: '{ lost { id name price { amount } tag { value } } }',
      data: {
        lost: [
          { id: 'a', name: 'name of a', price: { amount: 1 }, tag: { value: 'ta' } },
          { id: 'zz', name: null, price: null, tag: null },
        ],
      },
    },
    {
      title: 'in circles between subgraphs',
      query: '{ link { next { name next { name next { id price { amount of { name next { id } } } } } } } }',
      data: {
        link: {
          next: {
            name: 'name of b',
            next: { name: 'name of a', next: { id: 'b', price: { amount: 2, of: { name: 'name of b', next: { id: 'a' } } } } },
          },
        },
      },
    },
    {
      title: 'aliases in a chain',
      query: '{ l: link { tag: name id: pid pid: id price: next { tag { value } } } }',
      data: { l: { tag: 'name of a', id: 'pa', pid: 'a', price: { tag: { value: 'tb' } } } },
    },
    {
      title: 'the same entity at two places, each with what it is asked for there',
      query: '{ link { name next { next { price { amount } } } } links { next { name } } }',
      data: {
        link: { name: 'name of a', next: { next: { price: { amount: 1 } } } },
        links: [{ next: { name: 'name of b' } }, null, { next: null }],
      },
    },
    {
      title: 'only the names of types along the way',
      query: '{ link { __typename next { __typename } } named { __typename } }',
      data: { link: { __typename: 'Link', next: { __typename: 'Link' } }, named: { __typename: 'Link' } },
    },
  ],
};
