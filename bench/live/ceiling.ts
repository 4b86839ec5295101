import { createClient } from 'graphql-ws';
import { type WebSocket, WebSocketServer } from 'ws';
import { PULSE_AND_KEY } from './scenario.ts';

/** What a Node server written by hand can do: the same calls for one `eventPulse` and no GraphQL, a message made once and sent to every socket. */
const urls: Record<string, string> = JSON.parse(process.env.SUBGRAPHS ?? '{}');
const secret = { 'x-gateway-secret': process.env.SECRET ?? '' };
const TITLE = 'query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on Event { title } } }';

type Pulse = { eventPulse: { event: { id: string; title?: string } } };

const members = new Map<WebSocket, string>();
let present = '';
let upstream: ReturnType<typeof createClient> | null = null;

const give = (socket: WebSocket, id: string): void => {
  if (present !== '') socket.send(`{"id":"${id}","type":"next","payload":${present}}`);
};

const titleOf = async (id: string): Promise<string | undefined> => {
  const response = await fetch(urls.event ?? '', {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...secret },
    body: JSON.stringify({ query: TITLE, variables: { representations: [{ __typename: 'Event', id }] } }),
  });
  const { data } = (await response.json()) as { data: { _entities: { title: string }[] } };
  return data._entities[0]?.title;
};

const follow = (eventId: string): void => {
  upstream = createClient({ url: (urls.participation ?? '').replace('http', 'ws'), connectionParams: secret });
  upstream.subscribe<Pulse>(
    { query: PULSE_AND_KEY, variables: { eventId } },
    {
      next: async ({ data }) => {
        if (!data) return;
        data.eventPulse.event.title = await titleOf(eventId);
        present = JSON.stringify({ data });
        for (const [socket, id] of members) give(socket, id);
      },
      error: (error) => {
        throw error;
      },
      complete: () => {},
    },
  );
};

const server = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: false });
server.on('connection', (socket) => {
  socket.on('close', () => members.delete(socket));
  socket.on('message', (text) => {
    const message = JSON.parse(String(text)) as { type: string; id: string; payload: { variables: { eventId: string } } };
    if (message.type === 'connection_init') socket.send('{"type":"connection_ack"}');
    if (message.type !== 'subscribe') return;
    if (!upstream) follow(message.payload.variables.eventId);
    members.set(socket, message.id);
    give(socket, message.id);
  });
});
process.on('message', () => {
  globalThis.gc?.();
  globalThis.gc?.();
  process.send?.('collected');
});
server.on('listening', () => process.send?.(`http://127.0.0.1:${(server.address() as { port: number }).port}`));
