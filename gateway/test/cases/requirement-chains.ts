import type { Suite } from '../case.ts';

/** Requirements on requirements, on interfaces, on moved fields, from lists; and what happens to them when something fails. */
export const requirementChains: Suite = {
  name: 'Chains of @requires',
  subgraphs: {
    base: {
      sdl: `
        type Query { jobs: [Job!]! job: Job broken: Job }
        type Job @key(fields: "id") { id: ID! hours: Int place: Place @shareable steps: [[Step!]] old: String }
        interface Place { id: ID! }
        type Room implements Place @key(fields: "id") { id: ID! floor: Int! }
        type Field implements Place @key(fields: "id") { id: ID! acres: Int! }
        type Step { minutes: Int! label: String }
      `,
      resolvers: {
        Query: { jobs: () => [{ id: 'j1' }, { id: 'j2' }], job: () => ({ id: 'j1' }), broken: () => ({ id: 'bad' }) },
        Job: {
          hours: ({ id }: { id: string }) => {
            if (id === 'bad') throw new Error('no hours');
            return id === 'j1' ? 2 : 3;
          },
          place: ({ id }: { id: string }) =>
            id === 'j1' ? { __typename: 'Room', id: 'r', floor: 4 } : { __typename: 'Field', id: 'f', acres: 7 },
          steps: ({ id }: { id: string }) => (id === 'j1' ? [[{ minutes: 5 }, { minutes: 6 }], null, []] : null),
          old: () => 'old',
        },
        Room: { __resolveReference: ({ id }: { id: string }) => ({ id, floor: 4 }) },
        Field: { __resolveReference: ({ id }: { id: string }) => ({ id, acres: 7 }) },
      },
    },
    wages: {
      sdl: `
        type Job @key(fields: "id") {
          id: ID! hours: Int @external steps: [[Step!]] @external
          wage: Int @requires(fields: "hours")
          minutes: Int! @requires(fields: "steps { minutes }")
          old: String @override(from: "base")
        }
        type Step @external { minutes: Int! }
      `,
      resolvers: {
        Job: {
          wage: ({ hours }: { hours: number | null }) => (hours === null ? null : hours * 100),
          minutes: ({ steps }: { steps: ({ minutes: number }[] | null)[] | null }) =>
            (steps ?? []).flatMap((row) => row ?? []).reduce((sum, step) => sum + step.minutes, 0),
          old: () => 'new',
        },
      },
    },
    taxes: {
      sdl: `
        type Job @key(fields: "id") {
          id: ID! wage: Int @external minutes: Int! @external old: String @external
          tax: Int @requires(fields: "wage")
          summary: String @requires(fields: "minutes wage old")
        }
      `,
      resolvers: {
        Job: {
          tax: ({ wage }: { wage: number | null }) => (wage === null ? null : wage / 10),
          summary: ({ minutes, wage, old }: { minutes: number; wage: number; old: string }) => `${minutes} min, ${wage}, ${old}`,
        },
      },
    },
    bills: {
      sdl: `
        type Job @key(fields: "id") {
          id: ID! tax: Int @external wage: Int @external place: Place @external
          bill: Int @requires(fields: "tax wage")
          sign: String @requires(fields: "place { id ... on Room { floor } ... on Field { acres } }")
        }
        interface Place { id: ID! }
        type Room implements Place @key(fields: "id") { id: ID! floor: Int! @external label: String @requires(fields: "floor") }
        type Field implements Place @key(fields: "id") { id: ID! acres: Int! @external }
      `,
      resolvers: {
        Job: {
          bill: ({ tax, wage }: { tax: number; wage: number }) => tax + wage,
          sign: ({ place }: { place: { id: string; floor?: number; acres?: number } }) =>
            `${place.id}${place.floor ?? ''}${place.acres ?? ''}`,
        },
        Room: { label: ({ floor }: { floor: number }) => `floor ${floor}` },
      },
    },
  },
  cases: [
    { title: 'over four subgraphs', query: '{ jobs { bill } }', data: { jobs: [{ bill: 220 }, { bill: 330 }] } },
    {
      title: 'lists of lists with nulls in them are required',
      query: '{ jobs { minutes } }',
      data: { jobs: [{ minutes: 11 }, { minutes: 0 }] },
    },
    {
      title: 'what moved to another subgraph is required from there',
      query: '{ job { summary old } }',
      data: { job: { summary: '11 min, 200, new', old: 'new' } },
    },
    {
      title: 'an interface’s fields and those of its types are required',
      query: '{ jobs { sign place { __typename ... on Room { label } } } }',
      data: {
        jobs: [
          { sign: 'r4', place: { __typename: 'Room', label: 'floor 4' } },
          { sign: 'f7', place: { __typename: 'Field' } },
        ],
      },
    },
    {
      title: 'a skipped requirement leaves others of its subgraph alone',
      query: 'query ($with: Boolean = false) { jobs { bill @include(if: $with) sign } job { tax @skip(if: true) summary } }',
      data: { jobs: [{ sign: 'r4' }, { sign: 'f7' }], job: { summary: '11 min, 200, new' } },
    },
    {
      title: 'and the other way round',
      query: 'query ($with: Boolean!) { jobs { bill @include(if: $with) sign @skip(if: $with) } }',
      variables: { with: true },
      data: { jobs: [{ bill: 220 }, { bill: 330 }] },
    },
    {
      title: 'a requirement under a skipped parent leaves the same one elsewhere',
      query: 'query ($with: Boolean!) { job { ... @include(if: $with) { tax summary } } job { ... on Job @skip(if: $with) { tax } } }',
      variables: { with: false },
      data: { job: { tax: 20 } },
    },
    {
      title: 'a requirement that fails makes null what requires it, with the error of the failure',
      query: '{ broken { id wage } }',
      data: { broken: { id: 'bad', wage: null } },
      errors: [{ path: ['broken'], message: 'no hours' }],
    },
    {
      title: 'aliases of the names that are required',
      query: '{ job { wage: id tax: hours hours: tax bill: wage place: sign } }',
      data: { job: { wage: 'j1', tax: 2, hours: 20, bill: 200, place: 'r4' } },
    },
  ],
};
