import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { type GraphQLSchema, graphql, parse } from 'graphql';
import { WebSocketServer } from 'ws';
import { textFrameHead } from '#gateway/http/text-frame.ts';
import { subgraphs } from './graph.ts';
import { createHttpReader } from './http-reader.ts';

/** A process with all subgraphs: each question is worked out once and then answered from memory, over HTTP and over sockets. Sends its parent the URLs. */
type Answer = {
  /** One character a byte. */
  result: string;
  /** As a whole response over HTTP. */
  response: Buffer;
};
type Answers = { known: Map<string, Answer>; workOut: (body: string) => Promise<Answer> };

const answersOf = (schema: GraphQLSchema): Answers => {
  const known = new Map<string, Answer>();
  const workOut = async (bytes: string): Promise<Answer> => {
    const { query, variables, operationName } = JSON.parse(Buffer.from(bytes, 'latin1').toString('utf8'));
    const result = Buffer.from(JSON.stringify(await graphql({ schema, source: query, variableValues: variables, operationName })));
    const made = { result: result.toString('latin1'), response: overHttp(result) };
    known.set(bytes, made);
    return made;
  };
  return { known, workOut };
};

/** Calls back with the answer, at once when it is known. */
const answer = ({ known, workOut }: Answers, body: string, give: (answer: Answer) => void): void => {
  const remembered = known.get(body);
  if (remembered) give(remembered);
  else void workOut(body).then(give);
};

const overHttp = (result: Buffer): Buffer =>
  Buffer.concat([
    Buffer.from(`HTTP/1.1 200 OK\r\ncontent-type: application/json; charset=utf-8\r\ncontent-length: ${result.length}\r\n\r\n`),
    result,
  ]);

const sockets = new WebSocketServer({ noServer: true, handleProtocols: () => 'graphql-transport-ws' });

/** graphql-transport-ws, as far as the bench needs it. What is asked in one turn is answered in one write. */
const serveSocket = (transport: Socket, head: string, answers: Answers): void => {
  const lines = head.split('\r\n').map((line) => line.split(': ', 2));
  const request = {
    method: 'GET',
    url: '/graphql',
    headers: Object.fromEntries(lines.map(([name, value]) => [name!.toLowerCase(), value])),
  };
  sockets.handleUpgrade(request as never, transport, Buffer.alloc(0), (socket) => {
    let outgoing = '';
    const send = (message: string): void => {
      if (outgoing === '')
        setImmediate(() => {
          transport.write(outgoing, 'latin1');
          outgoing = '';
        });
      outgoing += textFrameHead(message.length) + message;
    };
    socket.on('message', (data: Buffer) => {
      const text = data.toString('latin1');
      if (text.includes('"connection_init"')) return send('{"type":"connection_ack"}');
      const id = /^\{"id":"(\w+)","type":"subscribe","payload":/.exec(text);
      if (!id) return;
      answer(answers, `${text.slice(id[0].length, text.lastIndexOf(',"extensions":'))}}`, ({ result }) => {
        send(`{"id":"${id[1]}","type":"next","payload":${result}}`);
        send(`{"id":"${id[1]}","type":"complete"}`);
      });
    });
  });
};

const serve = async (schema: GraphQLSchema): Promise<number> => {
  const answers = answersOf(schema);
  const connection = (socket: Socket): void => {
    socket.setNoDelay(true);
    socket.on('error', () => socket.destroy());
    const read = createHttpReader(({ body }) => answer(answers, body.toString('latin1'), ({ response }) => socket.write(response)));
    socket.once('data', (first: Buffer) => {
      if (first.toString('latin1', 0, 4) === 'GET ') return serveSocket(socket, first.toString('latin1'), answers);
      read(first);
      socket.on('data', read);
    });
  };
  const server = createServer(connection).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
};

const ports = await Promise.all(
  Object.entries(subgraphs).map(async ([name, { typeDefs, resolvers }]) => {
    const schema = buildSubgraphSchema([{ typeDefs: parse(typeDefs), resolvers: resolvers as object }] as Parameters<
      typeof buildSubgraphSchema
    >[0]);
    return [name, `http://127.0.0.1:${await serve(schema)}/graphql`] as const;
  }),
);
process.send?.(Object.fromEntries(ports));
