import type { Suite } from '../case.ts';

type Key = { id: string };
type Asset = { __typename: string; id: string; path: { disk: string; name: string }; size: number; owner?: object };

const assets: Record<string, Asset> = {
  a1: { __typename: 'Photo', id: 'a1', path: { disk: 'd1', name: 'sea' }, size: 10, owner: { __typename: 'Person', name: 'Kim' } },
  a2: {
    __typename: 'Sound',
    id: 'a2',
    path: { disk: 'd1', name: 'rain' },
    size: 70,
    owner: { __typename: 'Firm', title: 'Yard', seats: 3 },
  },
};
const byKey = ({ id, path }: Partial<Asset>) =>
  Object.values(assets).find((asset) => asset.id === id || (path && asset.path.disk === path.disk && asset.path.name === path.name)) ??
  null;

/**
 * `@interfaceObject`s of several subgraphs that require abstract fields, meet by other keys, or only refer;
 * types with fields of their own beside them.
 */
export const interfaceObjectsMeet: Suite = {
  name: '@interfaceObject of several subgraphs',
  subgraphs: {
    library: {
      sdl: `
        type Query { assets: [Asset!]! photo: Photo album: Album }
        type Album { cover: Asset rows: [[Asset]] title: String }
        interface Asset @key(fields: "id") @key(fields: "path { disk name }") { id: ID! path: Path! size: Int owner: Owner }
        type Photo implements Asset @key(fields: "id") @key(fields: "path { disk name }") { id: ID! path: Path! size: Int owner: Owner width: Int }
        type Sound implements Asset @key(fields: "id") @key(fields: "path { disk name }") { id: ID! path: Path! size: Int owner: Owner seconds: Int }
        type Path @shareable { disk: ID! name: String! }
        union Owner = Person | Firm
        type Person { name: String! }
        type Firm { title: String! seats: Int }
      `,
      resolvers: {
        Query: {
          assets: () => Object.values(assets),
          photo: () => assets.a1,
          album: () => ({ title: 'Album', cover: assets.a2, rows: [[assets.a1, null], null, [assets.a2, assets.a1]] }),
        },
        Asset: { __resolveReference: byKey },
        Photo: { __resolveReference: byKey, width: () => 640 },
        Sound: { __resolveReference: byKey, seconds: () => 30 },
      },
    },
    rights: {
      sdl: `
        type Query { licensed: [Asset!]! }
        type Asset @key(fields: "id") @interfaceObject {
          id: ID! size: Int @external owner: Owner @external
          credit: String @requires(fields: "owner { __typename ... on Person { name } ... on Firm { title } }")
          fee: Int @requires(fields: "size")
          similar: [Asset!]
          rating: Int @shareable
        }
        union Owner = Person | Firm
        type Person @external { name: String! }
        type Firm @external { title: String! }
      `,
      resolvers: {
        Query: { licensed: () => [{ id: 'a2' }, { id: 'a1' }] },
        Asset: {
          credit: ({ owner }: { owner: { __typename: string; name?: string; title?: string } }) =>
            `${owner.__typename} ${owner.name ?? owner.title}`,
          fee: ({ size }: { size: number }) => size * 2,
          rating: ({ id }: Key) => (id === 'a1' ? 5 : 4),
          similar: ({ id }: Key) => [{ id: id === 'a1' ? 'a2' : 'a1' }],
        },
      },
    },
    disks: {
      sdl: `
        type Query { onDisk(disk: ID!): [Asset!]! }
        type Asset @key(fields: "path { disk name }") @interfaceObject { path: Path! age: Int fee: Int @external cost: Int @requires(fields: "fee") }
        type Path @shareable { disk: ID! name: String! }
      `,
      resolvers: {
        Query: { onDisk: (_: unknown, { disk }: { disk: string }) => [{ path: { disk, name: 'rain' } }, { path: { disk, name: 'sea' } }] },
        Asset: { age: ({ path }: Asset) => path.name.length, cost: ({ fee }: { fee: number }) => fee + 1 },
      },
    },
    news: {
      sdl: `
        type Query { story: Story! }
        type Story { asset: Asset assets: [Asset!]! }
        type Asset @key(fields: "id", resolvable: false) @interfaceObject { id: ID! rating: Int @shareable }
      `,
      resolvers: {
        Query: {
          story: () => ({
            asset: { id: 'a1', rating: 5 },
            assets: [
              { id: 'a2', rating: 4 },
              { id: 'a1', rating: 5 },
            ],
          }),
        },
      },
    },
    cameras: {
      sdl: `type Photo @key(fields: "id") { id: ID! camera: String lens: String @requires(fields: "width") width: Int @external }`,
      resolvers: { Photo: { camera: ({ id }: Key) => `camera of ${id}`, lens: ({ width }: { width: number }) => `${width} mm` } },
    },
  },
  cases: [
    {
      title: 'a union is required of all types, from each side',
      query: '{ assets { credit } licensed { credit } photo { credit } }',
      data: {
        assets: [{ credit: 'Person Kim' }, { credit: 'Firm Yard' }],
        licensed: [{ credit: 'Firm Yard' }, { credit: 'Person Kim' }],
        photo: { credit: 'Person Kim' },
      },
    },
    {
      title: 'two that share no key meet over the types',
      query: '{ onDisk(disk: "d1") { age fee credit } licensed { age } }',
      data: {
        onDisk: [
          { age: 4, fee: 140, credit: 'Firm Yard' },
          { age: 3, fee: 20, credit: 'Person Kim' },
        ],
        licensed: [{ age: 4 }, { age: 3 }],
      },
    },
    {
      title: 'one requires what the other requires of the types',
      query: '{ assets { cost } onDisk(disk: "d1") { cost } story { asset { cost } } }',
      data: { assets: [{ cost: 21 }, { cost: 141 }], onDisk: [{ cost: 141 }, { cost: 21 }], story: { asset: { cost: 21 } } },
    },
    {
      title: 'one that only refers is completed by all',
      query:
        '{ story { asset { id __typename size age credit } assets { ... on Photo { width camera } ... on Sound { seconds } similar { __typename } } } }',
      data: {
        story: {
          asset: { id: 'a1', __typename: 'Photo', size: 10, age: 3, credit: 'Person Kim' },
          assets: [
            { seconds: 30, similar: [{ __typename: 'Photo' }] },
            { width: 640, camera: 'camera of a1', similar: [{ __typename: 'Sound' }] },
          ],
        },
      },
    },
    {
      title: 'what one that only refers has itself may be asked of one type',
      query:
        '{ story { assets { id ... on Photo { a: id stars: rating } ... on Sound { fee b: rating } } asset { ... on Photo { c: rating } } } }',
      data: {
        story: {
          assets: [
            { id: 'a2', fee: 140, b: 4 },
            { id: 'a1', a: 'a1', stars: 5 },
          ],
          asset: { c: 5 },
        },
      },
    },
    {
      title: 'what one type is asked for requires nothing of the others, over two of them',
      query: '{ album { rows { similar { id } ... on Sound { cost } } } }',
      data: {
        album: {
          rows: [[{ similar: [{ id: 'a2' }] }, null], null, [{ similar: [{ id: 'a1' }], cost: 141 }, { similar: [{ id: 'a2' }] }]],
        },
      },
    },
    {
      title: 'a type that another subgraph extends, behind an interface object',
      query:
        '{ licensed { ... on Photo { camera lens fee } } album { rows { ... on Photo { lens } ... on Sound { fee } } cover { age cost } title } }',
      data: {
        licensed: [{}, { camera: 'camera of a1', lens: '640 mm', fee: 20 }],
        album: {
          rows: [[{ lens: '640 mm' }, null], null, [{ fee: 140 }, { lens: '640 mm' }]],
          cover: { age: 4, cost: 141 },
          title: 'Album',
        },
      },
    },
    {
      title: 'from one into another and back',
      query: '{ onDisk(disk: "d1") { similar { age owner { ... on Firm { seats } } similar { path { name } } } } }',
      data: {
        onDisk: [
          { similar: [{ age: 3, owner: {}, similar: [{ path: { name: 'rain' } }] }] },
          { similar: [{ age: 4, owner: { seats: 3 }, similar: [{ path: { name: 'sea' } }] }] },
        ],
      },
    },
    {
      title: 'what is asked of one type, of the interface and of all, under aliases',
      query:
        '{ story { assets { id: credit credit: fee ... on Photo { fee: camera age: width } ... on Sound { path: seconds } __typename } } }',
      data: {
        story: {
          assets: [
            { id: 'Firm Yard', credit: 140, path: 30, __typename: 'Sound' },
            { id: 'Person Kim', credit: 20, fee: 'camera of a1', age: 640, __typename: 'Photo' },
          ],
        },
      },
    },
  ],
};
