import type { Suite } from '../case.ts';

const works: Record<string, { __typename: string; id: string; title: string; pages?: number; minutes?: number }> = {
  b: { __typename: 'Book', id: 'b', title: 'Tea', pages: 120 },
  f: { __typename: 'Film', id: 'f', title: 'Rain', minutes: 90 },
};
const found = ({ id }: { id: string }) => works[id] ?? null;

/** Subgraphs of one `@interfaceObject` each requires what the one before has made. */
export const interfaceObjectsInRows: Suite = {
  name: '@requires from @interfaceObject to @interfaceObject, in a row',
  subgraphs: {
    works: {
      sdl: `
        type Query { work(id: ID!): Work works: [Work] book: Book }
        interface Work @key(fields: "id") { id: ID! title: String }
        type Book implements Work @key(fields: "id") { id: ID! title: String pages: Int }
        type Film implements Work @key(fields: "id") { id: ID! title: String minutes: Int }
      `,
      resolvers: {
        Query: {
          work: (_: unknown, { id }: { id: string }) => works[id] ?? null,
          works: () => [works.b, null, works.f],
          book: () => works.b,
        },
        Work: { __resolveReference: found },
        Book: { __resolveReference: found },
        Film: { __resolveReference: found },
      },
    },
    slugs: {
      sdl: 'type Work @interfaceObject @key(fields: "id") { id: ID! title: String @external slug: String @requires(fields: "title") }',
      resolvers: { Work: { slug: ({ title }: { title: string }) => `~${title}` } },
    },
    links: {
      sdl: 'type Work @interfaceObject @key(fields: "id") { id: ID! slug: String @external link: String @requires(fields: "slug") }',
      resolvers: { Work: { link: ({ slug }: { slug: string | null }) => (slug === '~Rain' ? null : `/${slug}`) } },
    },
    codes: {
      sdl: `
        type Query { coded: Work lost: Work }
        type Work @interfaceObject @key(fields: "id") {
          id: ID! link: String @external title: String @external code: String @requires(fields: "link title") next: Work
        }
      `,
      resolvers: {
        Query: { coded: () => ({ id: 'b' }), lost: () => ({ id: 'zz' }) },
        Work: {
          code: ({ link, title }: { link: string | null; title: string }) => `${title}:${link}`,
          next: ({ id }: { id: string }) => ({ id: id === 'b' ? 'f' : 'b' }),
        },
      },
    },
  },
  cases: [
    {
      title: 'two of them',
      query: '{ work(id: "b") { link } book { link } }',
      data: { work: { link: '/~Tea' }, book: { link: '/~Tea' } },
    },
    {
      title: 'three of them, of which one needs something of the first and of the last',
      query: '{ works { code } }',
      data: { works: [{ code: 'Tea:/~Tea' }, null, { code: 'Rain:null' }] },
    },
    {
      title: 'with the object’s own type, and what others have',
      query: '{ works { __typename code slug title kind: __typename ... on Book { pages } ... on Film { minutes } } }',
      data: {
        works: [
          { __typename: 'Book', code: 'Tea:/~Tea', slug: '~Tea', title: 'Tea', kind: 'Book', pages: 120 },
          null,
          { __typename: 'Film', code: 'Rain:null', slug: '~Rain', title: 'Rain', kind: 'Film', minutes: 90 },
        ],
      },
    },
    {
      title: 'of one type only',
      query: '{ works { ... on Book { code pages } ... on Film { link } } }',
      data: { works: [{ code: 'Tea:/~Tea', pages: 120 }, null, { link: null }] },
    },
    {
      title: 'from one of the interface objects, whose types are looked up, and over another',
      query: '{ coded { code next { __typename code next { link } } } }',
      data: { coded: { code: 'Tea:/~Tea', next: { __typename: 'Film', code: 'Rain:null', next: { link: '/~Tea' } } } },
    },
    {
      title: 'under a fragment of the other’s field',
      query: '{ coded { next { ... on Film { code minutes } ... on Book { code } } } }',
      data: { coded: { next: { code: 'Rain:null', minutes: 90 } } },
    },
    {
      title: 'by an alias that is called like what is required',
      query: '{ work(id: "b") { slug: title title: link link: code } }',
      data: { work: { slug: 'Tea', title: '/~Tea', link: 'Tea:/~Tea' } },
    },
  ],
};
