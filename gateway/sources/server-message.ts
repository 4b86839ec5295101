/** A message of a subgraph over graphql-transport-ws; `result` is the JSON of a GraphQL result. */
export type ServerMessage =
  | { type: 'next' | 'error'; id: string; result: Buffer }
  | { type: 'complete'; id: string }
  | { type: 'ack' | 'ping' | 'other' };

/** How servers write `next`: then its payload need not be parsed to be cut out. */
const NEXT = /^\{"id":"([0-9a-z]{1,12})","type":"next","payload":/;

/** Reads one message. Throws when it is no JSON. */
export const readServerMessage = (data: Buffer): ServerMessage => {
  const next = NEXT.exec(data.toString('latin1', 0, 64));
  if (next && data[data.length - 1] === 125) return { type: 'next', id: next[1]!, result: data.subarray(next[0].length, -1) };
  const { type, id, payload } = JSON.parse(data.toString('utf8')) as { type: string; id: string; payload?: unknown };
  if (type === 'next') return { type, id, result: Buffer.from(JSON.stringify(payload)) };
  if (type === 'error') return { type, id, result: Buffer.from(JSON.stringify({ errors: payload })) };
  if (type === 'complete') return { type, id };
  return { type: type === 'connection_ack' ? 'ack' : type === 'ping' ? 'ping' : 'other' };
};
