import { describe, expect, it } from '@jest/globals';
import { createAnswerReader } from './answer-reader.ts';

const HEAD = 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n';
const inChunks = (...chunks: string[]): Buffer =>
  Buffer.from([HEAD, ...chunks.map((text) => `${text.length.toString(16)}\r\n${text}\r\n`), '0\r\nx-trailer: 1\r\n\r\n'].join(''));

/** What is read of answers that come in pieces of this size. */
const read = (bytes: Buffer, size: number): string[] => {
  const bodies: string[] = [];
  const reader = createAnswerReader(16_000_000, ({ body }) => bodies.push(body.toString()));
  for (let at = 0; at < bytes.length; at += size) expect(reader.read(bytes.subarray(at, at + size))).toBeNull();
  return bodies;
};

describe('The reader of answers', () => {
  it('puts chunks together wherever the network cut them', () => {
    const bytes = inChunks('{"data":', '{"a":1', '}}');
    for (let size = 1; size <= bytes.length; size++) expect(read(bytes, size)).toEqual(['{"data":{"a":1}}']);
  });

  it('reads one answer after the other', () => {
    const bodies: string[] = [];
    const reader = createAnswerReader(1_000, ({ body }) => bodies.push(body.toString()));
    for (const bytes of [inChunks('a', 'b'), Buffer.from('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\ncd'), inChunks('e')]) {
      expect(reader.read(bytes.subarray(0, bytes.length - 9))).toBeNull();
      expect(reader.read(bytes.subarray(bytes.length - 9))).toBeNull();
    }
    expect(bodies).toEqual(['ab', 'cd', 'e']);
  });

  it.each(['content-length : 2', ' folded: 1', 'x: 1\ncontent-length: 2', 'no colon', ': 1'])(
    'refuses a head that others may read otherwise: %j',
    (line) => {
      const reader = createAnswerReader(1_000, () => {});
      expect(reader.read(Buffer.from(`HTTP/1.1 200 OK\r\n${line}\r\ncontent-length: 2\r\n\r\n{}`))).toBeInstanceOf(Error);
    },
  );

  it('looks at each of very many chunks once', () => {
    const bytes = inChunks(...Array.from({ length: 40_000 }, () => 'x'.repeat(200)));
    const begun = performance.now();
    expect(read(bytes, 65_536)[0]).toHaveLength(8_000_000);
    expect(performance.now() - begun).toBeLessThan(3_000);
  });
});
