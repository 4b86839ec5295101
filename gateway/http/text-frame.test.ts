import type { Writable } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import * as ws from 'ws';
import { textFrameHead } from './text-frame.ts';

// The types leave the receiver out.
const { Receiver } = ws as unknown as { Receiver: new (options: { isServer: boolean }) => Writable };

/** What a WebSocket client reads out of bytes. */
const read = async (bytes: Buffer): Promise<string> => {
  const receiver = new Receiver({ isServer: false });
  const message = new Promise<string>((resolve, reject) => {
    receiver.on('message', (data: Buffer) => resolve(data.toString())).on('error', reject);
  });
  receiver.write(bytes);
  return message;
};

describe('A text frame', () => {
  it.each([0, 1, 125, 126, 65_535, 65_536, 300_000])('of %i bytes is read as what was written behind its head', async (length) => {
    expect(await read(Buffer.from(textFrameHead(length) + 'a'.repeat(length), 'latin1'))).toBe('a'.repeat(length));
  });
});
