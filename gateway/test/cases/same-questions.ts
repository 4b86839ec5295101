import type { Suite } from '../case.ts';
import { coded } from '../small-graph.ts';

type WithId = { id: string };

/** The same entities at several places of one operation, with the same fields of another subgraph. */
export const sameQuestions: Suite = {
  name: 'The same questions at several places',
  subgraphs: {
    users: {
      sdl: `
        type Query { user(id: ID!): User me: User teams: [[User!]!]! }
        type User @key(fields: "id") { id: ID! }
      `,
      resolvers: {
        Query: { user: (_: unknown, { id }: WithId) => ({ id }), me: () => ({ id: '1' }), teams: () => [[{ id: '1' }, { id: '2' }], []] },
      },
    },
    scores: {
      sdl: `
        type User @key(fields: "id") { id: ID! score: Int fault: Int rounds: [[Round!]!]! best: Game! }
        type Round { points: Int game: Game! }
        type Game @key(fields: "id") { id: ID! }
      `,
      resolvers: {
        User: {
          score: ({ id }: WithId) => Number(id) * 10,
          fault: () => {
            throw coded('PART_005');
          },
          rounds: ({ id }: WithId) => [[{ points: Number(id), game: { id: 'g1' } }], [], [{ points: null, game: { id: 'g2' } }]],
          best: ({ id }: WithId) => ({ id: `g${id}` }),
        },
      },
    },
    games: {
      sdl: 'type Game @key(fields: "id") { id: ID! name(in: String): String! kind: String }',
      resolvers: {
        Game: {
          name: ({ id }: WithId, { in: language }: { in?: string }) => `${id} ${language}`,
          kind: ({ id }: WithId) => `kind of ${id}`,
        },
      },
    },
  },
  cases: [
    {
      title: 'each place has the answer under its own names',
      query: '{ a: user(id: "1") { score } b: user(id: "1") { points: score } me { score } }',
      data: { a: { score: 10 }, b: { points: 10 }, me: { score: 10 } },
    },
    {
      title: 'what is fetched further at one place does not show at another',
      query: `{
        a: user(id: "1") { best { name(in: "ko") kind } }
        b: user(id: "1") { best { name(in: "en") } }
        me { best { name: kind } }
      }`,
      data: {
        a: { best: { name: 'g1 ko', kind: 'kind of g1' } },
        b: { best: { name: 'g1 en' } },
        me: { best: { name: 'kind of g1' } },
      },
    },
    {
      title: 'lists of lists are everywhere, with what is in them',
      query: `{
        a: user(id: "1") { rounds { points game { name(in: "ko") } } }
        me { rounds { points game { name(in: "ko") } } }
        teams { rounds { points game { id } } }
      }`,
      data: {
        a: {
          rounds: [[{ points: 1, game: { name: 'g1 ko' } }], [], [{ points: null, game: { name: 'g2 ko' } }]],
        },
        me: {
          rounds: [[{ points: 1, game: { name: 'g1 ko' } }], [], [{ points: null, game: { name: 'g2 ko' } }]],
        },
        teams: [
          [
            { rounds: [[{ points: 1, game: { id: 'g1' } }], [], [{ points: null, game: { id: 'g2' } }]] },
            { rounds: [[{ points: 2, game: { id: 'g1' } }], [], [{ points: null, game: { id: 'g2' } }]] },
          ],
          [],
        ],
      },
    },
    {
      title: 'an error stands at each place',
      query: '{ a: user(id: "1") { score fault } b: user(id: "1") { score fault } teams { score fault } }',
      data: {
        a: { score: 10, fault: null },
        b: { score: 10, fault: null },
        teams: [
          [
            { score: 10, fault: null },
            { score: 20, fault: null },
          ],
          [],
        ],
      },
      errors: [['a'], ['b'], ['teams', 0, 0], ['teams', 0, 1]].map((place) => ({
        path: [...place, 'fault'],
        extensions: { code: 'PART_005', service: 'scores' },
      })),
    },
    ...[true, false].map((no) => ({
      title: `a place that is ${no ? '' : 'not '}skipped changes nothing at the others`,
      query:
        'query Named($no: Boolean!) { a: user(id: "1") { score @skip(if: $no) } me { score } ... @skip(if: $no) { b: user(id: "1") { score } } }',
      variables: { no },
      data: no ? { a: {}, me: { score: 10 } } : { a: { score: 10 }, me: { score: 10 }, b: { score: 10 } },
    })),
  ],
};
