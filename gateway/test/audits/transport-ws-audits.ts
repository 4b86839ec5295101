import assert from 'node:assert/strict';
import { eventually } from '#kit/testing/eventually.ts';
import { type Audit, type AuditTarget, audit } from './audit.ts';
import { openReadySocket, openSocket, type Speaker } from './speaker.ts';

/** Audits of the `graphql-transport-ws` sub-protocol (graphql-ws, PROTOCOL.md). */
export const transportWsAudits = (target: AuditTarget): Audit[] => [
  ...connectionAudits(target),
  ...malformedAudits(target),
  ...operationAudits(target),
  ...sourceAudits(target),
];

const subscribe = (speaker: Speaker, id: string, query: string): void => speaker.say({ type: 'subscribe', id, payload: { query } });

const using = async (opening: Promise<Speaker>, use: (speaker: Speaker) => Promise<void>): Promise<void> => {
  const speaker = await opening;
  try {
    await use(speaker);
  } finally {
    speaker.socket.terminate();
  }
};

const connectionAudits = ({ url, query, session }: AuditTarget): Audit[] => [
  audit('WA01', 'MUST speak graphql-transport-ws when it is offered among others', () =>
    using(openSocket(url(), ['something-else', 'graphql-transport-ws']), async ({ socket }) =>
      assert.equal(socket.protocol, 'graphql-transport-ws'),
    ),
  ),
  audit('WA02', 'MUST close with 4406 when no sub-protocol it speaks is offered', () =>
    using(openSocket(url(), []), async ({ closed }) => assert.equal(await closed(), 4406)),
  ),
  audit('WA03', 'MUST acknowledge connection_init', () =>
    using(openSocket(url()), async ({ say, hears }) => {
      say({ type: 'connection_init' });
      await hears('connection_ack');
    }),
  ),
  audit('WA04', 'MUST close with 4408 when connection_init does not come in time', () =>
    using(openSocket(url()), async ({ closed }) => assert.equal(await closed(), 4408)),
  ),
  audit('WA05', 'MUST close with 4429 at a second connection_init', () =>
    using(openReadySocket(url()), async ({ say, closed }) => {
      say({ type: 'connection_init' });
      assert.equal(await closed(), 4429);
    }),
  ),
  audit('WA06', 'MUST close with 4401 at a subscribe before the acknowledgement', () =>
    using(openSocket(url()), async (speaker) => {
      subscribe(speaker, '1', query);
      assert.equal(await speaker.closed(), 4401);
    }),
  ),
  audit('WA07', 'MUST close with 4403 when the session of the socket ends', async () => {
    const { authorization, revoke } = await session();
    await using(openReadySocket(url(), { authorization }), async (speaker) => {
      subscribe(speaker, '1', query);
      await speaker.hears('complete', '1');
      await revoke();
      assert.equal(await speaker.closed(), 4403);
    });
  }),
  audit('WA08', 'MUST answer a ping with a pong, also before connection_init', () =>
    using(openSocket(url()), async ({ say, hears }) => {
      say({ type: 'ping' });
      await hears('pong');
    }),
  ),
  audit('WA09', 'MUST take a pong that nobody asked for', () =>
    using(openReadySocket(url()), async (speaker) => {
      speaker.say({ type: 'pong', payload: { any: 'thing' } });
      subscribe(speaker, '1', query);
      await speaker.hears('complete', '1');
    }),
  ),
];

const malformedAudits = ({ url, query }: AuditTarget): Audit[] =>
  (
    [
      ['WB01', 'what is no JSON', '{'],
      ['WB02', 'JSON that is no object', '"connection_init"'],
      ['WB03', 'a message without a type', '{}'],
      ['WB04', 'a message of an unknown type', '{"type":"unknown"}'],
      ['WB05', 'a subscribe without an id', JSON.stringify({ type: 'subscribe', payload: { query } })],
      ['WB06', 'a subscribe with an empty id', JSON.stringify({ type: 'subscribe', id: '', payload: { query } })],
      ['WB07', 'a subscribe without a payload', '{"type":"subscribe","id":"1"}'],
      ['WB08', 'a subscribe whose query is no text', '{"type":"subscribe","id":"1","payload":{"query":{}}}'],
      [
        'WB09',
        'a subscribe whose variables are no object',
        JSON.stringify({ type: 'subscribe', id: '1', payload: { query, variables: 'x' } }),
      ],
      ['WB10', 'a complete without an id', '{"type":"complete"}'],
    ] as const
  ).map(([id, what, text]) =>
    audit(id, `MUST close with 4400 at ${what}`, () =>
      using(openReadySocket(url()), async ({ say, closed }) => {
        say(text);
        assert.equal(await closed(), 4400);
      }),
    ),
  );

const operationAudits = ({ url, query, mutation, subscription }: AuditTarget): Audit[] => [
  audit('WC01', 'MUST answer a query with one next, then complete', () =>
    using(openReadySocket(url()), async (speaker) => {
      subscribe(speaker, '1', query);
      await speaker.hears('complete', '1');
      assert.deepEqual(typesOf(speaker, '1'), ['next', 'complete']);
    }),
  ),
  audit('WC02', 'MUST answer a mutation with one next, then complete', () =>
    using(openReadySocket(url()), async (speaker) => {
      subscribe(speaker, '1', mutation);
      await speaker.hears('complete', '1');
      assert.deepEqual(typesOf(speaker, '1'), ['next', 'complete']);
    }),
  ),
  audit('WC03', 'MUST send an error, and no complete after it, for a document that does not parse or is not valid', () =>
    using(openReadySocket(url()), async (speaker) => {
      subscribe(speaker, '1', '{');
      subscribe(speaker, '2', '{ thereIsNoSuchField }');
      for (const id of ['1', '2']) assert.ok(Array.isArray((await speaker.hears('error', id)).payload));
      subscribe(speaker, '3', query);
      await speaker.hears('complete', '3');
      for (const id of ['1', '2']) assert.deepEqual(typesOf(speaker, id), ['error']);
    }),
  ),
  audit('WC04', 'MUST close with 4409 when an id is in use', () =>
    using(openReadySocket(url()), async (speaker) => {
      subscribe(speaker, '1', subscription);
      await speaker.hears('next', '1');
      subscribe(speaker, '1', query);
      assert.equal(await speaker.closed(), 4409);
    }),
  ),
  audit('WC05', 'MUST let an id be used again after it has completed', () =>
    using(openReadySocket(url()), async (speaker) => {
      subscribe(speaker, '1', query);
      await speaker.hears('complete', '1');
      speaker.heard.length = 0;
      subscribe(speaker, '1', query);
      await speaker.hears('complete', '1');
    }),
  ),
  audit('WC06', 'MUST ignore a complete for an operation that does not run', () =>
    using(openReadySocket(url()), async (speaker) => {
      speaker.say({ type: 'complete', id: 'nothing' });
      subscribe(speaker, '1', query);
      await speaker.hears('complete', '1');
    }),
  ),
  audit('WC07', 'MUST keep operations on one socket apart', () =>
    using(openReadySocket(url()), async (speaker) => {
      subscribe(speaker, 'live', subscription);
      await speaker.hears('next', 'live');
      subscribe(speaker, 'once', query);
      await speaker.hears('complete', 'once');
      assert.ok(!typesOf(speaker, 'live').includes('complete'));
    }),
  ),
  audit('WC08', 'SHOULD close with 1009 at a message beyond its limit', () =>
    using(openReadySocket(url()), async ({ say, closed }) => {
      say(JSON.stringify({ type: 'ping', payload: { filler: 'x'.repeat(2 * 1024 * 1024) } }));
      assert.equal(await closed(), 1009);
    }),
  ),
];

const sourceAudits = ({ url, query, subscription, emit, endSources, openSources }: AuditTarget): Audit[] => [
  audit('WD01', 'MUST send a next for each result of a subscription', () =>
    using(openReadySocket(url()), async (speaker) => {
      subscribe(speaker, '1', subscription);
      await speaker.hears('next', '1');
      emit();
      await eventually(() => typesOf(speaker, '1').length === 2);
    }),
  ),
  audit('WD02', 'MUST stop the source when the client completes, and send nothing more of it', () =>
    using(openReadySocket(url()), async (speaker) => {
      await eventually(() => openSources() === 0);
      subscribe(speaker, '1', subscription);
      await speaker.hears('next', '1');
      speaker.say({ type: 'complete', id: '1' });
      await eventually(() => openSources() === 0);
      const before = typesOf(speaker, '1').length;
      emit();
      subscribe(speaker, '2', query);
      await speaker.hears('complete', '2');
      assert.equal(typesOf(speaker, '1').length, before);
    }),
  ),
  audit('WD03', 'MUST stop every source of a socket that closes', async () => {
    const speaker = await openReadySocket(url());
    for (const id of ['1', '2', '3']) subscribe(speaker, id, subscription);
    for (const id of ['1', '2', '3']) await speaker.hears('next', id);
    speaker.socket.close();
    await eventually(() => openSources() === 0);
  }),
  audit('WD04', 'MUST stop every source of a socket that breaks', async () => {
    const speaker = await openReadySocket(url());
    subscribe(speaker, '1', subscription);
    await speaker.hears('next', '1');
    speaker.socket.terminate();
    await eventually(() => openSources() === 0);
  }),
  audit('WD05', 'MUST send complete when the source ends', () =>
    using(openReadySocket(url()), async (speaker) => {
      subscribe(speaker, '1', subscription);
      await speaker.hears('next', '1');
      endSources();
      await speaker.hears('complete', '1');
    }),
  ),
  audit('WD06', 'SHOULD hold 1,000 idle sockets and go on answering', async () => {
    const speakers = await Promise.all(Array.from({ length: 1_000 }, () => openReadySocket(url())));
    const last = speakers.at(-1) as Speaker;
    subscribe(last, '1', query);
    await last.hears('complete', '1');
    assert.ok(speakers.every(({ socket }) => socket.readyState === socket.OPEN));
    for (const { socket } of speakers) socket.terminate();
  }),
];

const typesOf = ({ heard }: Speaker, id: string): string[] => heard.filter((message) => message.id === id).map(({ type }) => type);
