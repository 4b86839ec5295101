/** The supergraph of the bench: six subgraphs of a market, each with resolvers that make the same data for the same ids. */

const words = '떡볶이 tea "fresh" rice market 마당 noodle\nsoup pepper & salt shop owner festival winner lantern yard paper'.split(' ');

const hash = (text: string): number => {
  let value = 2166136261;
  for (let index = 0; index < text.length; index++) value = Math.imul(value ^ text.charCodeAt(index), 16777619) >>> 0;
  return value;
};

const prose = (seed: string, count: number): string =>
  Array.from({ length: count }, (_, index) => words[hash(`${seed}/${index}`) % words.length]).join(' ');

type Ref = { id: string };
const pick = (seed: string, count: number): string => String(hash(seed) % count);

const FEDERATION =
  'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@shareable", "@external", "@requires"])\n';

export type BenchSubgraph = { typeDefs: string; resolvers: object };

const product = (id: string) => ({
  id,
  name: prose(`n${id}`, 3),
  description: prose(`d${id}`, 14),
  brand: { name: prose(`b${id}`, 1), country: 'KR' },
  tags: [prose(`t${id}`, 1), prose(`u${id}`, 1)],
});

/** By name. */
export const subgraphs: Record<string, BenchSubgraph> = {
  catalogue: {
    typeDefs: `${FEDERATION}
      type Query { product(id: ID!): Product search(term: String!, first: Int! = 38): [Product!]! }
      type Product @key(fields: "id") { id: ID! name: String! description: String brand: Brand tags: [String!]! }
      type Brand { name: String! country: String }`,
    resolvers: {
      Query: {
        product: (_: unknown, { id }: Ref) => product(id),
        search: (_: unknown, { term, first }: { term: string; first: number }) =>
          Array.from({ length: first }, (__, index) => product(pick(`${term}/${index}`, 5_000))),
      },
      Product: { __resolveReference: ({ id }: Ref) => product(id) },
    },
  },
  stock: {
    typeDefs: `${FEDERATION}
      type Product @key(fields: "id") { id: ID! inStock: Int! warehouse: Warehouse! }
      type Warehouse { code: String! city: String! }`,
    resolvers: {
      Product: {
        inStock: ({ id }: Ref) => hash(id) % 100,
        warehouse: ({ id }: Ref) => ({ code: `W${pick(id, 9)}`, city: '서울' }),
      },
    },
  },
  prices: {
    typeDefs: `${FEDERATION}
      enum Currency { KRW USD }
      type Product @key(fields: "id") { id: ID! price: Price! }
      type Price { amount: Float! currency: Currency! discounted: Boolean! }`,
    resolvers: {
      Product: { price: ({ id }: Ref) => ({ amount: (hash(id) % 10_000) / 100, currency: 'KRW', discounted: hash(id) % 2 === 0 }) },
    },
  },
  reviews: {
    typeDefs: `${FEDERATION}
      type Product @key(fields: "id") { id: ID! reviews(first: Int! = 3): [Review!]! }
      type Review @key(fields: "id") { id: ID! text: String! stars: Int! author: Person }
      type Person @key(fields: "id") { id: ID! }
      type Mutation { addReview(productId: ID!, text: String!): Added }
      type Added { review: Review! product: Product! }`,
    resolvers: {
      Mutation: {
        addReview: (_: unknown, { productId, text }: { productId: string; text: string }) => ({
          review: { id: `new-${productId}`, text, stars: 5, author: { id: '7' } },
          product: { id: productId },
        }),
      },
      Product: {
        reviews: ({ id }: Ref, { first }: { first: number }) =>
          Array.from({ length: first }, (_, index) => ({
            id: `${id}-${index}`,
            text: prose(`r${id}/${index}`, 9),
            stars: 1 + (hash(`${id}${index}`) % 5),
            author: { id: pick(`a${id}/${index}`, 40) },
          })),
      },
    },
  },
  people: {
    typeDefs: `${FEDERATION}
      type Person @key(fields: "id") { id: ID! name: String! joined: String! favourite: Shop }
      type Shop @key(fields: "id") { id: ID! }`,
    resolvers: {
      Person: {
        name: ({ id }: Ref) => prose(`p${id}`, 2),
        joined: ({ id }: Ref) => `20${10 + (hash(id) % 15)}-01-01`,
        favourite: ({ id }: Ref) => ({ id: pick(`s${id}`, 12) }),
      },
    },
  },
  shops: {
    typeDefs: `${FEDERATION}
      type Shop @key(fields: "id") { id: ID! title: String! street: String open: Boolean! }`,
    resolvers: {
      Shop: {
        title: ({ id }: Ref) => prose(`h${id}`, 2),
        street: ({ id }: Ref) => `${id} Yard St.`,
        open: ({ id }: Ref) => hash(id) % 2 === 0,
      },
    },
  },
};

export type Load = {
  name: string;
  query: string;
  /** The variables of the nth request. */
  variables: (n: number) => Record<string, unknown>;
  connections: number;
};

const HEAVY = `query Heavy($term: String!) {
  search(term: $term) {
    id name description brand { name country } tags
    inStock warehouse { code city }
    price { amount currency discounted }
    reviews { id text stars author { id name joined favourite { id title street open } } }
  }
}`;

const SMALL = `query Small($id: ID!) {
  product(id: $id) {
    id name description brand { name country } tags
    price { amount currency discounted }
    reviews(first: 17) { id text stars author { id name joined } }
  }
}`;

const MUTATION = `mutation Review($productId: ID!, $text: String!) {
  addReview(productId: $productId, text: $text) { review { id text stars } product { id name brand { name } } }
}`;

/** Subgraphs answer from memory, so variables come from a ring that is larger than what is ever in flight. */
export const loads: readonly Load[] = [
  { name: 'small', query: SMALL, variables: (n) => ({ id: String(n % 500) }), connections: 32 },
  { name: 'heavy', query: HEAVY, variables: (n) => ({ term: `t${n % 100}` }), connections: 16 },
  { name: 'mutation', query: MUTATION, variables: (n) => ({ productId: String(n % 500), text: 'Very good.' }), connections: 32 },
  { name: 'small, repeated', query: SMALL, variables: () => ({ id: '1' }), connections: 64 },
  { name: 'heavy, repeated', query: HEAVY, variables: () => ({ term: 't1' }), connections: 64 },
];
