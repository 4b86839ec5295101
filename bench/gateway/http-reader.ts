/** One HTTP/1.1 message as it came: its head in lower case and its body. */
export type Message = { head: string; body: Buffer };

const NOTHING = Buffer.alloc(0);
const END = Buffer.from('\r\n\r\n');

/** Cuts a socket's bytes into messages (RFC 9112: Content-Length and chunked), as cheaply as Node can, so that the bench's own side costs little. A chunk is its reader's again afterwards. */
export const createHttpReader = (onMessage: (message: Message) => void): ((chunk: Buffer) => void) => {
  let pending: Buffer = NOTHING;
  const keep = (isOwn: boolean): void => {
    if (pending.length === 0) pending = NOTHING;
    else if (!isOwn) pending = Buffer.from(pending);
  };
  return (chunk) => {
    const isOwn = pending.length > 0;
    pending = isOwn ? Buffer.concat([pending, chunk]) : chunk;
    for (;;) {
      const end = pending.length === 0 ? -1 : pending.indexOf(END);
      if (end < 0) return keep(isOwn);
      const head = lowered(pending.toString('latin1', 0, end));
      const found = readBody(head, pending, end + 4);
      if (!found) return keep(isOwn);
      pending = pending.subarray(found.next);
      onMessage({ head, body: found.body });
    }
  };
};

let [seen, seenLowered] = ['', ''];

/** Heads are mostly like the one before. */
const lowered = (head: string): string => {
  if (head !== seen) [seen, seenLowered] = [head, head.toLowerCase()];
  return seenLowered;
};

const readBody = (head: string, bytes: Buffer, start: number): { body: Buffer; next: number } | null => {
  if (head.includes('transfer-encoding: chunked')) return readChunks(bytes, start);
  const at = head.indexOf('content-length:');
  const length = at < 0 ? 0 : Number.parseInt(head.slice(at + 15, at + 30), 10);
  return bytes.length < start + length ? null : { body: bytes.subarray(start, start + length), next: start + length };
};

const readChunks = (bytes: Buffer, start: number): { body: Buffer; next: number } | null => {
  const parts: Buffer[] = [];
  for (let at = start; ; ) {
    const line = bytes.indexOf('\r\n', at, 'latin1');
    if (line < 0) return null;
    const size = Number.parseInt(bytes.toString('latin1', at, line), 16);
    const end = line + 2 + size + 2;
    if (bytes.length < end) return null;
    if (size === 0) return { body: Buffer.concat(parts), next: end };
    parts.push(bytes.subarray(line + 2, line + 2 + size));
    at = end;
  }
};
