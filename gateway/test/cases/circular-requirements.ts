import type { Suite } from '../case.ts';

type Key = { id: string };
const number = (id: string): number => Number(id.slice(1));

/** Requirements that go round: from one subgraph to another and back, over other entities, and over objects of interfaces. */
export const circularRequirements: Suite = {
  name: '@requires in circles',
  subgraphs: {
    pages: {
      sdl: `
        type Query { pages: [Page!]! page: Page }
        type Page @key(fields: "id") {
          id: ID! words: Int
          writer: Writer!
          byBeginner: Boolean @requires(fields: "writer { years }")
          grade: String @requires(fields: "score")
          score: Int @external
          label: String @requires(fields: "grade2")
          grade2: String @external
        }
        type Writer @key(fields: "id") { id: ID! years: Int @external pages: [Page!]! }
      `,
      resolvers: {
        Query: { pages: () => [{ id: 'p1' }, { id: 'p2' }], page: () => ({ id: 'p2' }) },
        Page: {
          words: ({ id }: Key) => number(id) * 100,
          writer: ({ id }: Key) => ({ id: `w${number(id)}` }),
          byBeginner: ({ writer }: { writer: { years: number } }) => writer.years < 2,
          grade: ({ score }: { score: number }) => `grade ${score}`,
          label: ({ grade2 }: { grade2: string }) => `<${grade2}>`,
        },
        Writer: { pages: ({ id }: Key) => [{ id: `p${number(id)}` }, { id: 'p1' }] },
      },
    },
    scores: {
      sdl: `
        type Page @key(fields: "id") {
          id: ID! words: Int @external grade: String @external label: String @external
          score: Int @requires(fields: "words")
          grade2: String @requires(fields: "grade")
          final: String @requires(fields: "label words")
        }
      `,
      resolvers: {
        Page: {
          score: ({ words }: { words: number }) => words / 10,
          grade2: ({ grade }: { grade: string }) => `${grade}!`,
          final: ({ label, words }: { label: string; words: number }) => `${label} of ${words}`,
        },
      },
    },
    writers: {
      sdl: `
        type Query { writer: Writer eldest: Person }
        interface Person { id: ID! years: Int }
        type Writer implements Person @key(fields: "id") {
          id: ID! years: Int pages: [Page!]! @external
          known: Boolean @requires(fields: "pages { score byBeginner }")
        }
        type Page @key(fields: "id") {
          id: ID! byBeginner: Boolean @external score: Int @external writer: Writer! @external
          needsReview: Boolean @requires(fields: "byBeginner")
          credit: String @requires(fields: "writer { id years }")
        }
      `,
      resolvers: {
        Query: { writer: () => ({ id: 'w2' }), eldest: () => ({ __typename: 'Writer', id: 'w2' }) },
        Writer: {
          years: ({ id }: Key) => number(id),
          known: ({ pages }: { pages: { score: number; byBeginner: boolean }[] }) =>
            pages.some(({ score, byBeginner }) => score > 15 && !byBeginner),
        },
        Page: {
          needsReview: ({ byBeginner }: { byBeginner: boolean }) => byBeginner,
          credit: ({ writer }: { writer: { id: string; years: number } }) => `${writer.id}: ${writer.years}`,
        },
      },
    },
  },
  cases: [
    {
      title: 'there and back again, twice',
      query: '{ page { final } }',
      data: { page: { final: '<grade 20!> of 200' } },
    },
    {
      title: 'each step of the circle is a field like others',
      query: '{ pages { label grade2 grade score words } }',
      data: {
        pages: [
          { label: '<grade 10!>', grade2: 'grade 10!', grade: 'grade 10', score: 10, words: 100 },
          { label: '<grade 20!>', grade2: 'grade 20!', grade: 'grade 20', score: 20, words: 200 },
        ],
      },
    },
    {
      title: 'over another entity and back',
      query: '{ pages { byBeginner needsReview credit } }',
      data: {
        pages: [
          { byBeginner: true, needsReview: true, credit: 'w1: 1' },
          { byBeginner: false, needsReview: false, credit: 'w2: 2' },
        ],
      },
    },
    {
      title: 'alone, without what it is made of',
      query: '{ page { needsReview } writer { known } }',
      data: { page: { needsReview: false }, writer: { known: true } },
    },
    {
      title: 'from an interface, over a list of entities whose fields require others',
      query: '{ eldest { years ... on Writer { known pages { id final needsReview } } } }',
      data: {
        eldest: {
          years: 2,
          known: true,
          pages: [
            { id: 'p2', final: '<grade 20!> of 200', needsReview: false },
            { id: 'p1', final: '<grade 10!> of 100', needsReview: true },
          ],
        },
      },
    },
    {
      title: 'the circle goes on below what was required',
      query: '{ page { credit writer { known pages { credit writer { years } } } } }',
      data: {
        page: {
          credit: 'w2: 2',
          writer: {
            known: true,
            pages: [
              { credit: 'w2: 2', writer: { years: 2 } },
              { credit: 'w1: 1', writer: { years: 1 } },
            ],
          },
        },
      },
    },
    {
      title: 'with aliases that are names of the circle, and conditions',
      query:
        'query ($no: Boolean = false) { page { words: final final: words score: grade @skip(if: $no) grade: score grade2 @include(if: $no) writer: needsReview } }',
      data: { page: { words: '<grade 20!> of 200', final: 200, score: 'grade 20', grade: 20, writer: false } },
    },
  ],
};
