import { type IncomingMessage, type OutgoingHttpHeaders, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { BODY_BYTES } from '../limits.ts';
import { startGateway, type TestGateway } from './start-gateway.ts';

let gateway: TestGateway;
beforeAll(async () => {
  const thing = (_: unknown, { id }: { id: string }) => `thing "${id}"`;
  const subgraphs = { things: { sdl: 'type Query { thing(id: ID!): String }', resolvers: { Query: { thing } } } };
  gateway = await startGateway({ subgraphs });
});
afterAll(() => gateway.close());

/** Apollo Server answers both with the same media type; the second is none that the quick way knows. */
const [QUICK, LONG] = ['application/json', 'application/json;q=0.9'];

/** Sends bytes as they are, at once or, without their length, in chunks; and all that can be seen of the answer. */
const send = async (accept: string, sent: Buffer, more: OutgoingHttpHeaders = {}) => {
  const asking = request(`${gateway.url}/graphql`, { method: 'POST', headers: { 'content-type': 'application/json', accept, ...more } });
  const answered = new Promise<IncomingMessage>((resolve, reject) => asking.once('response', resolve).once('error', reject));
  let continues = 0;
  asking.once('continue', () => {
    continues++;
    asking.end(sent);
  });
  if (more.expect) asking.flushHeaders();
  else if (more['content-length'] !== undefined) asking.end(sent);
  else {
    asking.write(sent.subarray(0, sent.length / 2));
    asking.end(sent.subarray(sent.length / 2));
  }
  const response = await answered;
  const body = (await text(response)).replace(/"traceId":"[^"]*"/g, '');
  const { date: _date, 'x-request-id': _id, ...headers } = response.headers;
  return { status: response.statusCode, headers, continues, body };
};

const QUERY = '{"query":"query ($id: ID!) { thing(id: $id) }","variables":{"id":"1"}}';
const ANSWER = '{"data":{"thing":"thing \\"1\\""}}\n';

/** JSON of exactly so many bytes. */
const sized = (bytes: number): Buffer => Buffer.from(QUERY.padEnd(bytes));

const utf8 = (before: string, bytes: readonly number[], after: string): Buffer =>
  Buffer.concat([Buffer.from(before), Buffer.from(bytes), Buffer.from(after)]);

describe('A body that goes the quick way is answered as the long way answers it', () => {
  const [refused, answered] = [expect.stringContaining('"errors"'), ANSWER];
  it.each([
    ['with a byte order mark', utf8('', [0xef, 0xbb, 0xbf], QUERY), 200, answered],
    ['with two of them', utf8('', [0xef, 0xbb, 0xbf, 0xef, 0xbb, 0xbf], QUERY), 400, refused],
    ['with bytes that are no UTF-8', utf8(QUERY.slice(0, -3), [0xff, 0xc3], '"}}'), 200, '{"data":{"thing":"thing \\"1��\\""}}\n'],
    ['that ends within a character', utf8(QUERY, [0xeb, 0xa7], ''), 400, refused],
    ['with a key twice', Buffer.from(QUERY.replace('{', '{"query":"{ nothing }",')), 200, answered],
    ['with a key twice, of which the last is wrong', Buffer.from(QUERY.replace(/}$/, ',"query":"{ nothing }"}')), 200, refused],
    ['with a variable twice', Buffer.from(QUERY.replace('{"id"', '{"id":"0","id"')), 200, answered],
    ['with extensions twice', Buffer.from(QUERY.replace('{', '{"extensions":{"persistedQuery":{}},"extensions":{},')), 200, answered],
    ['with a persisted query last', Buffer.from(QUERY.replace('{', '{"extensions":{},"extensions":{"persistedQuery":{}},')), 400, refused],
    ['of as many bytes as it may have', sized(BODY_BYTES), 200, answered],
    ['of one more', sized(BODY_BYTES + 1), 413, refused],
    ['of none', Buffer.from(''), 400, refused],
  ])('%s', async (_what, body, status, expected) => {
    for (const length of [{ 'content-length': String(body.length) }, {}]) {
      const long = await send(LONG, body, length);
      expect(long).toMatchObject({ status, body: expected });
      expect(await send(QUICK, body, length)).toEqual(long);
    }
  });

  it.each([
    ['compressed', gzipSync(QUERY)],
    ['said to be compressed', Buffer.from(QUERY)],
  ])('%s', async (_what, body) => {
    const headers = { 'content-encoding': 'gzip', 'content-length': String(body.length) };
    const long = await send(LONG, body, headers);
    expect(await send(QUICK, body, headers)).toEqual(long);
  });

  it.each([BODY_BYTES, BODY_BYTES + 1])('of %i bytes, by a client that asks first whether to send it', async (bytes) => {
    const headers = { expect: '100-continue', 'content-length': String(bytes) };
    const long = await send(LONG, sized(bytes), headers);
    expect(long).toMatchObject({ status: bytes > BODY_BYTES ? 413 : 200, continues: 1 });
    expect(await send(QUICK, sized(bytes), headers)).toEqual(long);
  });
});
