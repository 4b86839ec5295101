import type { Suite } from '../case.ts';

const NAME = '마당 "떡볶이" 🎉\n漢字 \\ é';

/** Strings of every alphabet, in keys, arguments, values and errors, through all fetches of a plan. */
export const texts: Suite = {
  name: 'Texts',
  subgraphs: {
    one: {
      sdl: `
        scalar Note
        type Query { shop(id: ID!): Shop }
        type Shop @key(fields: "id") { id: ID! name: String! note: Note }
      `,
      resolvers: { Query: { shop: (_: unknown, { id }: { id: string }) => ({ id, name: NAME, note: { 글: [NAME] } }) } },
    },
    two: {
      sdl: `
        type Shop @key(fields: "id") { id: ID! sign(text: String! = "어서 오세요"): String! closed: String sick: String! }
      `,
      resolvers: {
        Shop: {
          sign: ({ id }: { id: string }, { text }: { text: string }) => `${id}: ${text}`,
          closed: () => {
            throw new Error('문을 닫았습니다');
          },
          sick: () => null,
        },
      },
    },
  },
  cases: [
    {
      title: 'reach subgraphs and clients as they are',
      query:
        'query ($id: ID!, $text: String!) { shop(id: $id) { id name note sign(text: $text) welcome: sign literal: sign(text: "글 \\u00e9 🎉") } }',
      variables: { id: '가 "1" \\ 🎉', text: NAME },
      data: {
        shop: {
          id: '가 "1" \\ 🎉',
          name: NAME,
          note: { 글: [NAME] },
          sign: `가 "1" \\ 🎉: ${NAME}`,
          welcome: '가 "1" \\ 🎉: 어서 오세요',
          literal: '가 "1" \\ 🎉: 글 é 🎉',
        },
      },
    },
    {
      title: 'are the same beside an error',
      query: 'query ($id: ID!) { shop(id: $id) { name note closed sign } }',
      variables: { id: '가' },
      data: { shop: { name: NAME, note: { 글: [NAME] }, closed: null, sign: '가: 어서 오세요' } },
      errors: [{ path: ['shop', 'closed'] }],
    },
    {
      title: 'are the same beside a null that may not be',
      query: '{ __typename shop(id: "나") { name sick } }',
      data: { __typename: 'Query', shop: null },
      errors: [{ path: ['shop', 'sick'] }],
    },
  ],
};
