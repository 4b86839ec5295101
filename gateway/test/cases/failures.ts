import type { Suite } from '../case.ts';
import { coded } from '../small-graph.ts';

const fail = (code: string) => () => {
  throw coded(code);
};

/** Errors in the middle: what becomes null, and where the errors stand. */
export const failures: Suite = {
  name: 'Failures',
  subgraphs: {
    events: {
      sdl: `
        type Query { events: [Event!]! event: Event must: Event! broken: String }
        type Event @key(fields: "id") { id: ID! title: String! secret: String }
      `,
      resolvers: {
        Query: {
          events: () => [
            { id: '1', title: 'a' },
            { id: '2', title: 'b' },
            { id: '3', title: 'c' },
          ],
          event: () => ({ id: '2', title: 'b' }),
          must: fail('EVENT_001'),
          broken: fail('EVENT_002'),
        },
        Event: { secret: fail('FORBIDDEN') },
      },
    },
    counts: {
      sdl: `type Event @key(fields: "id") { id: ID! count: Int strict: Int! lines: [Line!] }
            type Line { text: String! note: String }`,
      resolvers: {
        Event: {
          __resolveReference: ({ id }: { id: string }) => (id === '3' ? null : { id }),
          count: ({ id }: { id: string }) => (id === '2' ? fail('PART_005')() : 10),
          strict: ({ id }: { id: string }) => (id === '2' ? fail('PART_001')() : 10),
          lines: () => [{ text: 'x' }, { text: 'y', note: fail('PART_002') }],
        },
      },
    },
  },
  cases: [
    {
      title: 'an error of an entity stands at the client’s path',
      query: '{ events { title n: count } }',
      data: {
        events: [
          { title: 'a', n: 10 },
          { title: 'b', n: null },
          { title: 'c', n: null },
        ],
      },
      errors: [{ message: 'PART_005', path: ['events', 1, 'n'], extensions: { code: 'PART_005', service: 'counts' } }],
    },
    {
      title: 'null in a non-null field removes the nearest nullable parent, with the one error that explains it',
      query: '{ event { title strict } }',
      data: { event: null },
      errors: [{ path: ['event', 'strict'], extensions: { code: 'PART_001', service: 'counts' } }],
    },
    {
      title: 'an entity that its subgraph does not know removes its non-null fields, with an error',
      query: '{ events { strict } }',
      data: null,
      errors: [
        { path: ['events', 1, 'strict'] },
        { path: ['events', 2, 'strict'], message: 'Cannot return null for non-nullable field Event.strict.' },
      ],
    },
    {
      title: 'errors deep in lists keep their index',
      query: '{ event { lines { text note } } }',
      data: {
        event: {
          lines: [
            { text: 'x', note: null },
            { text: 'y', note: null },
          ],
        },
      },
      errors: [{ path: ['event', 'lines', 1, 'note'] }],
    },
    {
      title: 'one forbidden field leaves the rest',
      query: '{ event { title secret count } broken }',
      data: { event: { title: 'b', secret: null, count: null }, broken: null },
      errors: [
        { path: ['event', 'secret'], extensions: { code: 'FORBIDDEN', service: 'events' } },
        { path: ['event', 'count'], extensions: { code: 'PART_005', service: 'counts' } },
        { path: ['broken'], extensions: { code: 'EVENT_002', service: 'events' } },
      ],
    },
    {
      title: 'a null at the root’s non-null field leaves no data',
      query: '{ must { title } event { title } }',
      data: null,
      errors: [{ path: ['must'], extensions: { code: 'EVENT_001', service: 'events' } }],
    },
  ],
};
