import { answerTooLong } from './fault.ts';

/** An answer; its body is the reader's again when `onAnswer` returns. */
export type HttpAnswer = {
  status: number;
  /** Told of other answers than those of 200. */
  mediaType: string | undefined;
  body: Buffer;
  /** Whether the connection may carry another question. */
  isReusable: boolean;
};

/** Reads the answers on one connection, one at a time. */
export type AnswerReader = {
  /**
   * Takes bytes in, which are the caller's again afterwards; the error when they are no HTTP/1.1 answer,
   * after which the connection is of no use.
   */
  read: (bytes: Buffer) => Error | null;
  /** The other side has no more to say: the end of an answer that is framed by it. */
  end: () => void;
};

const HEAD_END = Buffer.from('\r\n\r\n');
/** The longest head of an answer, and the longest line before a chunk. */
const MAX_HEAD = 32_768;
const MAX_LINE = 1_024;

/** The frame of a body: its length, chunks, or until the connection ends (RFC 9112 §6.3). */
type Frame = Pick<HttpAnswer, 'status' | 'mediaType' | 'isReusable'> & { length: number | 'chunked' | 'until end' };

/**
 * Parses answers (RFC 9112) as they come. Interim answers (1xx) are passed over. Whatever is ambiguous (two lengths, a length beside
 * chunks, bytes after the answer) is an error, so that no answer is ever taken for another's.
 */
export const createAnswerReader = (maxBytes: number, onAnswer: (answer: HttpAnswer) => void): AnswerReader => {
  const held = createHeldBytes();
  let frame: Frame | null = null;
  /** Bytes that must be there before it is worth looking again. */
  let needed = 0;
  let chunks = noChunks();
  const finish = (body: Buffer): void => {
    const { status, mediaType, isReusable } = frame!;
    held.keep(NOTHING, 0);
    frame = null;
    needed = 0;
    chunks = noChunks();
    onAnswer({ status, mediaType, body, isReusable });
  };
  const parseBody = (bytes: Buffer, start: number, { length }: Frame): Error | null => {
    if (length === 'until end') return null;
    if (length === 'chunked') {
      const body = readChunks(bytes, start, chunks);
      if (body instanceof Error) return body;
      if (body) finish(body);
      return null;
    }
    if (length > maxBytes) return answerTooLong();
    const end = start + length;
    if (bytes.length > end) return new Error('The subgraph sent more than its answer.');
    needed = length;
    if (bytes.length === end) finish(bytes.subarray(start));
    return null;
  };
  const parse = (bytes: Buffer): Error | null => {
    let start = 0;
    while (!frame) {
      const end = bytes.indexOf(HEAD_END, start);
      if (end < 0) {
        held.keep(bytes, start);
        return bytes.length - start > MAX_HEAD ? new Error('The head of the answer is too long.') : null;
      }
      const read = readHead(bytes.toString('latin1', start, end));
      if (read instanceof Error) return read;
      start = end + 4;
      if (read.status >= 200) frame = read;
    }
    const problem = parseBody(bytes, start, frame);
    if (frame) held.keep(bytes, start);
    return problem;
  };
  return {
    read: (bytes) => {
      if (held.size + bytes.length > maxBytes + MAX_HEAD) return answerTooLong();
      if (held.size === 0) return parse(bytes);
      held.add(bytes);
      return held.size < needed ? null : parse(held.bytes());
    },
    end: () => {
      if (frame?.length === 'until end') finish(held.bytes());
    },
  };
};

const NOTHING = Buffer.alloc(0);
/** What is held of an answer starts with so much room and doubles. */
const ROOM = 16_384;

/** The beginning of an answer whose rest has not come yet, copied: a connection's read buffer is filled anew each time. */
const createHeldBytes = () => {
  let room = NOTHING;
  let size = 0;
  const add = (bytes: Buffer): void => {
    if (size + bytes.length > room.length) {
      const larger = Buffer.allocUnsafeSlow(Math.max(ROOM, 2 * room.length, size + bytes.length));
      room.copy(larger, 0, 0, size);
      room = larger;
    }
    size += bytes.copy(room, size);
  };
  return {
    get size() {
      return size;
    },
    add,
    bytes: () => room.subarray(0, size),
    /** Holds these bytes from there on and nothing else. */
    keep: (bytes: Buffer, start: number): void => {
      if (bytes.buffer === room.buffer) {
        if (start === 0) return;
        size = room.copy(room, 0, start, size);
        return;
      }
      size = 0;
      if (bytes.length > start) add(bytes.subarray(start));
      else room = NOTHING;
    },
  };
};

const SPACE = 32;
const STATUS = /^HTTP\/1\.([01]) (\d{3})(?: |\r\n|$)/;
/** A line's end that is none of HTTP's: others may read it as one (RFC 9112 §2.2). */
const BARE_LINE_END = /(?<!\r)\n/;
const LENGTH = /^\d{1,15}$/;

/** Of the headers that are looked at: few others have to be read for one of these to be found. */
const NAME_LENGTHS = new Set(['content-length', 'transfer-encoding', 'connection', 'content-encoding'].map(({ length }) => length));

const readHead = (head: string): Frame | Error => {
  const status = STATUS.exec(head);
  if (!status) return new Error('The subgraph did not answer with HTTP/1.1.');
  if (BARE_LINE_END.test(head)) return noHeader();
  let length: Frame['length'] | null = null;
  let isReusable = status[1] === '1';
  for (let end = head.indexOf('\r\n'); end >= 0; ) {
    const begin = end + 2;
    end = head.indexOf('\r\n', begin);
    const line = { begin, end: end < 0 ? head.length : end, colon: head.indexOf(':', begin) };
    if (!isHeader(head, line)) return noHeader();
    if (!NAME_LENGTHS.has(line.colon - begin)) continue;
    const name = head.slice(begin, line.colon).toLowerCase();
    const value = head.slice(line.colon + 1, line.end).trim();
    if (name === 'content-length') {
      if (length !== null || !LENGTH.test(value)) return new Error('The answer has an unclear length.');
      length = Number(value);
    } else if (name === 'transfer-encoding') {
      if (length !== null || value.toLowerCase() !== 'chunked') return new Error('The answer has an unclear length.');
      length = 'chunked';
    } else if (name === 'connection') {
      if (/\bclose\b/i.test(value)) isReusable = false;
    } else if (name === 'content-encoding' && value.toLowerCase() !== 'identity') {
      return new Error('The answer is encoded although nobody asked for that.');
    }
  }
  if (hasNoBody(status[2]!)) length = 0;
  const mediaType = status[2] === '200' ? undefined : /\r\ncontent-type:(.*)/i.exec(head)?.[1];
  return { status: Number(status[2]), mediaType, isReusable: isReusable && length !== null, length: length ?? 'until end' };
};

const noHeader = (): Error => new Error('The answer has a line that is no header.');

/** No continuation of the line before, no space before the colon (RFC 9112 §5.1, §5.2): others may read those otherwise. */
const isHeader = (head: string, { begin, end, colon }: { begin: number; end: number; colon: number }): boolean =>
  colon > begin && colon < end && head.charCodeAt(begin) > SPACE && head.charCodeAt(colon - 1) > SPACE;

/** No content, Not modified (RFC 9112 §6.3). */
const hasNoBody = (status: string): boolean => status === '204' || status === '304';

/** The chunks that were there when last looked: where each begins and ends, and where the next one is, from the body's begin. */
type Chunks = { places: number[]; next: number };

const noChunks = (): Chunks => ({ places: [], next: 0 });

/** The whole body, null while it is not there yet. Trailers are read over. */
const readChunks = (bytes: Buffer, start: number, chunks: Chunks): Buffer | null | Error => {
  for (;;) {
    const at = start + chunks.next;
    const line = bytes.indexOf('\r\n', at, 'latin1');
    if (line < 0) return bytes.length - at > MAX_LINE ? new Error('A chunk of the answer has no size.') : null;
    const size = /^([0-9a-f]{1,8})[ \t]*(?:;.*)?$/i.exec(bytes.toString('latin1', at, line));
    if (!size) return new Error('A chunk of the answer has no size.');
    const length = Number.parseInt(size[1]!, 16);
    if (length === 0) return afterTrailers(bytes, line + 2, () => joined(bytes, start, chunks));
    const end = line + 2 + length;
    if (bytes.length < end + 2) return null;
    if (bytes[end] !== 13 || bytes[end + 1] !== 10) return new Error('A chunk of the answer is not as long as it says.');
    chunks.places.push(line + 2 - start, end - start);
    chunks.next = end + 2 - start;
  }
};

const joined = (bytes: Buffer, start: number, { places }: Chunks): Buffer => {
  if (places.length === 2) return bytes.subarray(start + places[0]!, start + places[1]!);
  const body = Buffer.allocUnsafe(bytes.length - start);
  let size = 0;
  for (let index = 0; index < places.length; index += 2) size += bytes.copy(body, size, start + places[index]!, start + places[index + 1]!);
  return body.subarray(0, size);
};

const afterTrailers = (bytes: Buffer, start: number, body: () => Buffer): Buffer | null | Error => {
  for (let at = start; ; ) {
    const line = bytes.indexOf('\r\n', at, 'latin1');
    if (line < 0) return bytes.length - start > MAX_HEAD ? new Error('The trailers of the answer are too long.') : null;
    if (line === at) return bytes.length > line + 2 ? new Error('The subgraph sent more than its answer.') : body();
    at = line + 2;
  }
};
