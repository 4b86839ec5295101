import type { Suite } from '../case.ts';

type Built = { constructor: string };

/**
 * Names that mean something elsewhere: fields and keys called like members of objects, subgraphs with points
 * and dashes, directives of the schema's own.
 */
export const namesOfOthers: Suite = {
  name: 'Names that mean something elsewhere',
  subgraphs: {
    'shop-1.eu': {
      sdl: `
        directive @shout(times: Int) on FIELD | INLINE_FRAGMENT | FRAGMENT_SPREAD | QUERY
        type Query { toString: Hat! hats: [Hat!]! valueOf(hasOwnProperty: String): String length: Int }
        type Hat @key(fields: "constructor") { constructor: ID! valueOf: Int isPrototypeOf: Box }
        type Box { length: Int! }
      `,
      resolvers: {
        Query: {
          toString: () => ({ constructor: 'c1', valueOf: 1, isPrototypeOf: { length: 2 } }),
          hats: () => [
            { constructor: 'c1', valueOf: 1, isPrototypeOf: null },
            { constructor: 'c2', valueOf: 2, isPrototypeOf: { length: 0 } },
          ],
          valueOf: (_: unknown, args: Record<string, unknown>) => JSON.stringify(args),
          length: () => 3,
        },
      },
    },
    shop_1_eu: {
      sdl: `
        directive @shout(times: Int) on FIELD | INLINE_FRAGMENT | FRAGMENT_SPREAD | QUERY
        type Query { prototype: Hat }
        type Hat @key(fields: "constructor") {
          constructor: ID! valueOf: Int @external
          toLocaleString(constructor: String): String @requires(fields: "valueOf")
          hasOwnProperty: [Hat]
          toString: String
        }
      `,
      resolvers: {
        Query: { prototype: () => ({ constructor: 'c2' }) },
        Hat: {
          toLocaleString: (hat: { valueOf: number }, args: Partial<Built>) =>
            `${hat.valueOf} ${Object.hasOwn(args, 'constructor') ? args.constructor : '-'}`,
          hasOwnProperty: (hat: Built) => (hat.constructor === 'c1' ? [{ constructor: 'c2' }, null] : null),
          toString: (hat: Built) => `hat ${hat.constructor}`,
        },
      },
    },
  },
  cases: [
    {
      title: 'are fields and keys like others',
      query: '{ hats { constructor toString valueOf isPrototypeOf { length } } length }',
      data: {
        hats: [
          { constructor: 'c1', toString: 'hat c1', valueOf: 1, isPrototypeOf: null },
          { constructor: 'c2', toString: 'hat c2', valueOf: 2, isPrototypeOf: { length: 0 } },
        ],
        length: 3,
      },
    },
    {
      title: 'are required, and arguments',
      query:
        'query ($constructor: String) { toString { toLocaleString a: toLocaleString(constructor: $constructor) } valueOf(hasOwnProperty: $constructor) }',
      variables: { constructor: 'x' },
      data: { toString: { toLocaleString: '1 -', a: '1 x' }, valueOf: '{"hasOwnProperty":"x"}' },
    },
    {
      title: 'are missing when they are missing',
      query:
        '{ prototype { constructor hasOwnProperty { toString } } toString { hasOwnProperty { constructor hasOwnProperty { toString } } } }',
      data: {
        prototype: { constructor: 'c2', hasOwnProperty: null },
        toString: { hasOwnProperty: [{ constructor: 'c2', hasOwnProperty: null }, null] },
      },
    },
    {
      title: 'are aliases of each other',
      query: '{ constructor: toString { valueOf: constructor constructor: valueOf toString: toLocaleString } hasOwnProperty: length }',
      data: { constructor: { valueOf: 'c1', constructor: 1, toString: '1 -' }, hasOwnProperty: 3 },
    },
    {
      title: 'a directive of the schema’s own changes nothing where no subgraph minds it',
      query: 'query @shout { hats @shout(times: 2) { ... on Hat @shout { toString @shout } ...v @shout } } fragment v on Hat { valueOf }',
      data: {
        hats: [
          { toString: 'hat c1', valueOf: 1 },
          { toString: 'hat c2', valueOf: 2 },
        ],
      },
    },
  ],
};
