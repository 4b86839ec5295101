/** What comes out of a server's end of a WebSocket. The buffers are good only during the call. */
export type FrameListener = { onOpen: () => void; onText: (message: Buffer) => void; onPing: (payload: Buffer) => void };

const PING = 0x9;
const TEXT = 0x1;
const MEDIUM = 126;
const NOTHING = Buffer.alloc(0);

/** Takes what is read of a socket in whatever pieces: the answer to the upgrade first, then frames of up to 64 kB (RFC 6455 §5.2). */
export const createFrameReader = ({ onOpen, onText, onPing }: FrameListener): ((chunk: Buffer) => void) => {
  let rest: Buffer = NOTHING;
  let isOpen = false;
  const readFrame = (bytes: Buffer, from: number, to: number): void => {
    const opcode = bytes[from]! & 0xf;
    const payload = bytes.subarray(from + (bytes[from + 1]! < MEDIUM ? 2 : 4), to);
    if (opcode === TEXT) onText(payload);
    else if (opcode === PING) onPing(payload);
  };
  return (chunk) => {
    const bytes = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk;
    let at = 0;
    if (!isOpen) {
      const end = bytes.indexOf('\r\n\r\n');
      isOpen = end >= 0;
      if (isOpen) onOpen();
      at = isOpen ? end + 4 : bytes.length;
    }
    for (let end = frameEnd(bytes, at); end <= bytes.length; end = frameEnd(bytes, at)) {
      readFrame(bytes, at, end);
      at = end;
    }
    if (!isOpen) rest = Buffer.from(bytes);
    else rest = at === bytes.length ? NOTHING : Buffer.from(bytes.subarray(at));
  };
};

/** Infinity while the frame's length has not come. */
const frameEnd = (bytes: Buffer, at: number): number => {
  if (bytes.length < at + 2) return Number.POSITIVE_INFINITY;
  const length = bytes[at + 1]!;
  if (length < MEDIUM) return at + 2 + length;
  return bytes.length < at + 4 ? Number.POSITIVE_INFINITY : at + 4 + bytes.readUInt16BE(at + 2);
};
