/** A message of a subgraph over graphql-transport-ws; `result` is the JSON of a GraphQL result. */
export type ServerMessage =
  | { type: 'next' | 'error'; id: number; result: Buffer }
  | { type: 'complete'; id: number }
  | { type: 'ack' | 'ping' | 'other' };

/** How servers write the two messages that come most: then nothing of them need be parsed or copied. */
const START = Buffer.from('{"id":"');
const NEXT = Buffer.from('","type":"next","payload":');
const COMPLETE = Buffer.from('","type":"complete"}');

/** Reads one message. Ids are whole numbers from 1 on, NaN for any that is none. Throws when it is no JSON. */
export const readServerMessage = (data: Buffer): ServerMessage => {
  const idEnd = startsAt(data, 0, START) ? endOfDigits(data, START.length) : 0;
  if (idEnd > START.length && data[START.length] !== ZERO) {
    if (startsAt(data, idEnd, NEXT) && data[data.length - 1] === CLOSE_OBJECT)
      return { type: 'next', id: readNumber(data, START.length, idEnd), result: data.subarray(idEnd + NEXT.length, -1) };
    if (startsAt(data, idEnd, COMPLETE) && data.length === idEnd + COMPLETE.length)
      return { type: 'complete', id: readNumber(data, START.length, idEnd) };
  }
  return parseMessage(data);
};

const parseMessage = (data: Buffer): ServerMessage => {
  const { type, id: given, payload } = JSON.parse(data.toString('utf8')) as { type: string; id?: unknown; payload?: unknown };
  const id = typeof given === 'string' && /^[1-9]\d{0,14}$/.test(given) ? Number(given) : Number.NaN;
  if (type === 'next') return { type, id, result: Buffer.from(JSON.stringify(payload)) };
  if (type === 'error') return { type, id, result: Buffer.from(JSON.stringify({ errors: payload })) };
  if (type === 'complete') return { type, id };
  return { type: type === 'connection_ack' ? 'ack' : type === 'ping' ? 'ping' : 'other' };
};

const startsAt = (data: Buffer, at: number, text: Buffer): boolean => {
  for (let index = 0; index < text.length; index++) if (data[at + index] !== text[index]) return false;
  return true;
};

const [ZERO, NINE, CLOSE_OBJECT] = [48, 57, 125];

const isDigit = (byte: number | undefined): byte is number => byte !== undefined && byte >= ZERO && byte <= NINE;

/** Of 15 at most. */
const endOfDigits = (data: Buffer, start: number): number => {
  let end = start;
  while (end - start < 15 && isDigit(data[end])) end++;
  return end;
};

const readNumber = (data: Buffer, start: number, end: number): number => {
  let number = 0;
  for (let at = start; at < end; at++) number = number * 10 + (data[at]! - ZERO);
  return number;
};
