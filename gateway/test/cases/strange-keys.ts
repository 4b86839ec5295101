import type { Suite } from '../case.ts';
import { coded } from '../small-graph.ts';

type Item = { id: number; code: string | null; fresh: boolean; tag?: unknown };

const items: Item[] = [
  { id: 0, code: '', fresh: false, tag: { of: [1, { deep: null }] } },
  { id: 1, code: 'a', fresh: true, tag: [[], {}] },
  { id: 2, code: null, fresh: false, tag: null },
];

/** Keys with values that are easily taken for nothing, keys that are objects of scalars, and lists in which some entities are not there. */
export const strangeKeys: Suite = {
  name: 'Keys of strange values, and entities that are not there',
  subgraphs: {
    items: {
      sdl: `
        scalar Anything
        type Query { items: [Item]! rows: [[Item]]! item(id: Int!): Item tagged: Tagged lone: Item }
        type Item @key(fields: "id") @key(fields: "code fresh") { id: Int! code: String fresh: Boolean! }
        type Tagged @key(fields: "tag") { tag: Anything! }
      `,
      resolvers: {
        Query: {
          items: () => items,
          rows: () => [[items[2], null, items[0]], null, [], [null], [items[1], items[1]]],
          item: (_: unknown, { id }: Item) => items[id] ?? null,
          tagged: () => ({ tag: items[0]!.tag }),
          lone: () => ({ id: 9, code: 'zz', fresh: true }),
        },
        Item: { __resolveReference: ({ id }: Item) => items[id] ?? null },
      },
    },
    counts: {
      sdl: `
        type Item @key(fields: "id") { id: Int! count: Int double(of: Int): Int must: Int! again: Item }
      `,
      resolvers: {
        Item: {
          __resolveReference: async ({ id }: Item) => {
            if (id === 2) throw coded('ITEM_002');
            return id === 9 ? null : { id };
          },
          count: ({ id }: Item) => id * 10,
          double: ({ id }: Item, { of }: { of?: number }) => (of ?? id) * 2,
          must: ({ id }: Item) => (id === 1 ? null : id),
          again: ({ id }: Item) => (id === 0 ? { id: 1 } : { id: 0 }),
        },
      },
    },
    labels: {
      sdl: `
        scalar Anything
        type Item @key(fields: "code fresh") { code: String fresh: Boolean! label: String }
        type Tagged @key(fields: "tag") { tag: Anything! text: String echo: Anything }
      `,
      resolvers: {
        Item: { label: ({ code, fresh }: Item) => `${code} ${fresh}` },
        Tagged: { text: ({ tag }: Item) => JSON.stringify(tag), echo: ({ tag }: Item) => [tag] },
      },
    },
  },
  cases: [
    {
      title: 'zero, false and the empty text are keys',
      query: '{ item(id: 0) { count label again { count label } } }',
      data: { item: { count: 0, label: ' false', again: { count: 10, label: 'a true' } } },
    },
    {
      title: 'null is a part of a key',
      query: '{ items { label } }',
      data: { items: [{ label: ' false' }, { label: 'a true' }, { label: 'null false' }] },
    },
    {
      title: 'one entity that fails leaves the others, with its error',
      query: '{ items { id count label } }',
      data: {
        items: [
          { id: 0, count: 0, label: ' false' },
          { id: 1, count: 10, label: 'a true' },
          { id: 2, count: null, label: 'null false' },
        ],
      },
      errors: [{ path: ['items', 2], extensions: { code: 'ITEM_002', service: 'counts' } }],
    },
    {
      title: 'in lists of lists with nulls, and the same one twice',
      query: '{ rows { id count } }',
      data: {
        rows: [
          [{ id: 2, count: null }, null, { id: 0, count: 0 }],
          null,
          [],
          [null],
          [
            { id: 1, count: 10 },
            { id: 1, count: 10 },
          ],
        ],
      },
      errors: [{ path: ['rows', 0, 0], extensions: { code: 'ITEM_002', service: 'counts' } }],
    },
    {
      title: 'one that its subgraph does not know is null there, without an error',
      query: '{ lone { id label count again { count } } }',
      data: { lone: { id: 9, label: 'zz true', count: null, again: null } },
    },
    {
      title: 'a null that an entity must not have removes only that entity',
      query: '{ items { id again { id must } } item(id: 0) { must } }',
      data: {
        items: [
          { id: 0, again: null },
          { id: 1, again: { id: 0, must: 0 } },
          { id: 2, again: null },
        ],
        item: { must: 0 },
      },
      errors: [
        { path: ['items', 0, 'again', 'must'], message: 'Cannot return null for non-nullable field Item.must.' },
        { path: ['items', 2], extensions: { code: 'ITEM_002', service: 'counts' } },
      ],
    },
    {
      title: 'a key may be any JSON',
      query: '{ tagged { text echo tag } }',
      data: { tagged: { text: '{"of":[1,{"deep":null}]}', echo: [{ of: [1, { deep: null }] }], tag: { of: [1, { deep: null }] } } },
    },
    {
      title: 'a variable named like the gateway’s own',
      query: 'query ($representations: Int) { item(id: 1) { double(of: $representations) count } }',
      variables: { representations: 7 },
      data: { item: { double: 14, count: 10 } },
    },
    {
      title: 'a variable that is an argument and a condition',
      query:
        'query ($id: Int! = 0, $yes: Boolean!) { item(id: $id) { count @include(if: $yes) double(of: $id) @include(if: $yes) again @skip(if: $yes) { id } ... @include(if: $yes) { label } } }',
      variables: { yes: true, id: 1 },
      data: { item: { count: 10, double: 2, label: 'a true' } },
    },
    {
      title: 'the key itself is skipped, what is fetched by it is not',
      query: '{ item(id: 1) { id @skip(if: true) code @include(if: false) count fresh: label } }',
      data: { item: { count: 10, fresh: 'a true' } },
    },
    {
      title: 'fields named like what is asked of subgraphs',
      query: '{ _entities: item(id: 1) { representations: count _service: label __proto__: id } _service: items { code } }',
      data: JSON.parse(
        '{"_entities":{"representations":10,"_service":"a true","__proto__":1},"_service":[{"code":""},{"code":"a"},{"code":null}]}',
      ),
    },
  ],
};
