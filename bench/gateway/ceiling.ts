import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Pool } from 'undici';

/** What JavaScript can do without GraphQL: the same calls to subgraphs and the same JSON work, written by hand for these three operations. */
const urls: Record<string, string> = JSON.parse(process.env.SUBGRAPHS ?? '{}');
const pools = Object.fromEntries(Object.entries(urls).map(([name, url]) => [name, new Pool(new URL(url).origin, { connections: 64 })]));

// biome-ignore lint/suspicious/noExplicitAny: parsed JSON, as a hand-written server would take it
type Json = Record<string, any>;

const ask = async (name: string, query: string, variables: Json): Promise<Json> => {
  const { body } = await pools[name]!.request({
    method: 'POST',
    path: '/graphql',
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body: JSON.stringify({ query, variables }),
  });
  return ((await body.json()) as { data: Json }).data;
};

/** Asks for the distinct entities and gives each object its own. */
const complete = async (name: string, type: string, fields: string, objects: Json[]): Promise<void> => {
  const known = new Map<string, Json[]>();
  for (const object of objects) {
    const same = known.get(object.id);
    if (same) same.push(object);
    else known.set(object.id, [object]);
  }
  const representations = [...known.keys()].map((id) => ({ __typename: type, id }));
  const query = `query($representations:[_Any!]!){_entities(representations:$representations){...on ${type}{${fields}}}}`;
  const { _entities } = await ask(name, query, { representations });
  let index = 0;
  for (const same of known.values()) {
    for (const object of same) Object.assign(object, _entities[index]);
    index++;
  }
};

const PRODUCT = '__typename id name description brand{name country} tags';
const reviewsOf = (products: Json[]): Json[] => products.flatMap(({ reviews }) => reviews);
const answerProduct = ({ id, name, description, brand, tags, price, reviews }: Json) => ({
  id,
  name,
  description,
  brand,
  tags,
  price,
  reviews: reviews.map(({ id, text, stars, author }: Json) => ({
    id,
    text,
    stars,
    author: { id: author.id, name: author.name, joined: author.joined },
  })),
});

const small = async (variables: Json) => {
  const { product } = await ask('catalogue', `query($id:ID!){product(id:$id){${PRODUCT}}}`, variables);
  await Promise.all([
    complete('prices', 'Product', 'price{amount currency discounted}', [product]),
    complete('reviews', 'Product', 'reviews(first:17){id text stars author{__typename id}}', [product]),
  ]);
  await complete(
    'people',
    'Person',
    'name joined',
    product.reviews.map(({ author }: Json) => author),
  );
  return { product: answerProduct(product) };
};

const heavy = async (variables: Json) => {
  const { search } = await ask('catalogue', `query($term:String!){search(term:$term){${PRODUCT}}}`, variables);
  await Promise.all([
    complete('stock', 'Product', 'inStock warehouse{code city}', search),
    complete('prices', 'Product', 'price{amount currency discounted}', search),
    complete('reviews', 'Product', 'reviews{id text stars author{__typename id}}', search),
  ]);
  const authors = reviewsOf(search).map(({ author }) => author);
  await complete('people', 'Person', 'name joined favourite{__typename id}', authors);
  await complete(
    'shops',
    'Shop',
    'title street open',
    authors.map(({ favourite }) => favourite),
  );
  return {
    search: search.map(({ id, name, description, brand, tags, inStock, warehouse, price, reviews }: Json) => ({
      id,
      name,
      description,
      brand,
      tags,
      inStock,
      warehouse,
      price,
      reviews: reviews.map(({ id, text, stars, author }: Json) => ({
        id,
        text,
        stars,
        author: { id: author.id, name: author.name, joined: author.joined, favourite: answerShop(author.favourite) },
      })),
    })),
  };
};

const answerShop = ({ id, title, street, open }: Json) => ({ id, title, street, open });

const mutation = async (variables: Json) => {
  const fields = 'addReview(productId:$productId,text:$text){review{id text stars} product{__typename id}}';
  const { addReview } = await ask('reviews', `mutation($productId:ID!,$text:String!){${fields}}`, variables);
  await complete('catalogue', 'Product', 'name brand{name}', [addReview.product]);
  const { id, name, brand } = addReview.product;
  return { addReview: { review: addReview.review, product: { id, name, brand } } };
};

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', async () => {
    const { query, variables } = JSON.parse(Buffer.concat(chunks).toString('utf8'));
    const data = await (query.startsWith('mutation') ? mutation : query.startsWith('query Small') ? small : heavy)(variables);
    const text = JSON.stringify({ data });
    response.writeHead(200, { 'content-type': 'application/json; charset=utf-8', 'content-length': Buffer.byteLength(text) });
    response.end(text);
  });
}).listen(0, '127.0.0.1', () => process.send?.(`http://127.0.0.1:${(server.address() as AddressInfo).port}`));
