import assert from 'node:assert/strict';
import { eventually } from '#kit/testing/eventually.ts';
import { type Audit, type AuditTarget, audit } from './audit.ts';

/** Servers send a comment at least so often, milliseconds. */
const KEEP_ALIVE_MS = 15_000;

/**
 * Audits of GraphQL over SSE (graphql-sse, PROTOCOL.md): distinct connections on the endpoint, a single connection on `{endpoint}/stream`.
 */
export const eventStreamAudits = (target: AuditTarget): Audit[] => [
  ...distinctAudits(target),
  ...distinctSourceAudits(target),
  ...reservationAudits(target),
  ...singleAudits(target),
];

type Stream = { response: Response; text: () => string; leave: () => void; ended: Promise<void> };

const open = async (url: string, init: RequestInit = {}): Promise<Stream> => {
  const leaving = new AbortController();
  const response = await fetch(url, {
    ...init,
    headers: { accept: 'text/event-stream', ...(init.headers as Record<string, string>) },
    signal: leaving.signal,
  });
  let text = '';
  const read = async (): Promise<void> => {
    for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) text += chunk;
  };
  return { response, text: () => text, leave: () => leaving.abort(), ended: read().catch(() => {}) };
};

const post = (body: unknown, headers: Record<string, string> = {}): RequestInit => ({
  method: 'POST',
  headers: { 'content-type': 'application/json', ...headers },
  body: JSON.stringify(body),
});

const eventsOf = ({ text }: Stream): string[] => [...text().matchAll(/^event: (\w+)$/gm)].map(([, name]) => name as string);

const distinctAudits = ({ url, query, mutation }: AuditTarget): Audit[] => [
  audit('SA01', 'MUST answer as text/event-stream, in UTF-8, not to be kept by caches', async () => {
    const stream = await open(url(), post({ query }));
    await stream.ended;
    assert.equal(stream.response.status, 200);
    assert.match(stream.response.headers.get('content-type') ?? '', /^text\/event-stream; ?charset=utf-8$/);
    assert.match(stream.response.headers.get('cache-control') ?? '', /no-cache|no-store/);
  }),
  audit('SA02', 'MUST answer a query by POST with next, then complete, and end', async () => {
    const stream = await open(url(), post({ query }));
    await stream.ended;
    assert.deepEqual(eventsOf(stream), ['next', 'complete']);
  }),
  audit('SA03', 'MUST answer a query by GET with next, then complete, and end', async () => {
    const stream = await open(`${url()}?query=${encodeURIComponent(query)}`);
    await stream.ended;
    assert.deepEqual(eventsOf(stream), ['next', 'complete']);
  }),
  audit('SA04', 'MUST NOT run a mutation by GET', async () => {
    const stream = await open(`${url()}?query=${encodeURIComponent(mutation)}`);
    await stream.ended;
    assert.doesNotMatch(stream.text(), /"data"/);
  }),
  audit('SA05', 'MUST tell what is wrong with a document as a result, then complete', async () => {
    for (const wrong of ['{', '{ thereIsNoSuchField }']) {
      const stream = await open(url(), post({ query: wrong }));
      await stream.ended;
      assert.deepEqual(eventsOf(stream), ['next', 'complete']);
      assert.match(stream.text(), /data: \{"errors":\[/);
    }
  }),
  audit('SA06', 'MUST refuse a request without a document, and one that is no JSON, with 400', async () => {
    assert.equal((await open(url(), post({}))).response.status, 400);
    assert.equal((await open(url(), { ...post({}), body: '{' })).response.status, 400);
    assert.equal((await open(`${url()}?query=${encodeURIComponent(query)}&variables=x`)).response.status, 400);
  }),
];

const distinctSourceAudits = ({ url, subscription, emit, endSources, openSources }: AuditTarget): Audit[] => [
  audit('SB01', 'MUST send a next for each result of a subscription, and stop the source when the client leaves', async () => {
    const stream = await open(url(), post({ query: subscription }));
    await eventually(() => eventsOf(stream).length === 1);
    emit();
    await eventually(() => eventsOf(stream).length === 2);
    stream.leave();
    await eventually(() => openSources() === 0);
  }),
  audit('SB02', 'MUST send complete and end when the source ends', async () => {
    const stream = await open(url(), post({ query: subscription }));
    await eventually(() => eventsOf(stream).length === 1);
    endSources();
    await stream.ended;
    assert.equal(eventsOf(stream).at(-1), 'complete');
  }),
  audit('SB03', 'SHOULD keep an idle stream alive with comments', async () => {
    const stream = await open(url(), post({ query: subscription }));
    await eventually(() => /^:/m.test(stream.text()), { within: KEEP_ALIVE_MS });
    stream.leave();
  }),
];

const streamUrl = ({ url }: AuditTarget): string => `${url()}/stream`;
const TOKEN = 'x-graphql-event-stream-token';
const reserve = async (target: AuditTarget): Promise<string> => (await fetch(streamUrl(target), { method: 'PUT' })).text();

const reservationAudits = (target: AuditTarget): Audit[] => [
  audit('SC01', 'MUST reserve a stream by PUT with 201 and its token as text', async () => {
    const response = await fetch(streamUrl(target), { method: 'PUT' });
    assert.equal(response.status, 201);
    assert.match(response.headers.get('content-type') ?? '', /^text\/plain/);
    assert.ok((await response.text()).length >= 16);
  }),
  audit('SC02', 'MUST refuse a token that it did not give with 404', async () => {
    const stream = await open(streamUrl(target), { headers: { [TOKEN]: 'unknown' } });
    assert.equal(stream.response.status, 404);
  }),
  audit('SC03', 'MUST take the token as a header and as a query parameter', async () => {
    const byHeader = await open(streamUrl(target), { headers: { [TOKEN]: await reserve(target) } });
    const byQuery = await open(`${streamUrl(target)}?token=${await reserve(target)}`);
    assert.deepEqual([byHeader.response.status, byQuery.response.status], [200, 200]);
    byHeader.leave();
    byQuery.leave();
  }),
  audit('SC04', 'MUST refuse to open a stream twice with 409', async () => {
    const token = await reserve(target);
    const first = await open(streamUrl(target), { headers: { [TOKEN]: token } });
    const second = await open(streamUrl(target), { headers: { [TOKEN]: token } });
    assert.equal(second.response.status, 409);
    first.leave();
  }),
];

const singleAudits = (target: AuditTarget): Audit[] => {
  const run = (token: string, query: string, operationId?: string) =>
    fetch(streamUrl(target), post({ query, extensions: { operationId } }, { [TOKEN]: token }));
  const ready = async () => {
    const token = await reserve(target);
    return { token, stream: await open(streamUrl(target), { headers: { [TOKEN]: token } }) };
  };
  return [
    audit('SD01', 'MUST accept an operation with 202 and send its events with its id', async () => {
      const { token, stream } = await ready();
      assert.equal((await run(token, target.query, 'a')).status, 202);
      await eventually(() => eventsOf(stream).length === 2);
      assert.match(stream.text(), /event: next\ndata: \{"id":"a","payload":\{"data"/);
      assert.match(stream.text(), /event: complete\ndata: \{"id":"a"\}/);
      stream.leave();
    }),
    audit('SD02', 'MUST refuse an operation without an id with 400', async () => {
      const { token, stream } = await ready();
      assert.equal((await run(token, target.query)).status, 400);
      stream.leave();
    }),
    audit('SD03', 'MUST refuse an id that is in use with 409', async () => {
      const { token, stream } = await ready();
      assert.equal((await run(token, target.subscription, 'a')).status, 202);
      assert.equal((await run(token, target.subscription, 'a')).status, 409);
      stream.leave();
    }),
    audit('SD04', 'MUST stop the source of an operation that is deleted', async () => {
      const { token, stream } = await ready();
      await run(token, target.subscription, 'a');
      await eventually(() => eventsOf(stream).length === 1);
      const deleted = await fetch(`${streamUrl(target)}?operationId=a`, { method: 'DELETE', headers: { [TOKEN]: token } });
      assert.equal(deleted.status, 200);
      await eventually(() => target.openSources() === 0);
      stream.leave();
    }),
    audit('SD05', 'MUST stop every source of a stream that is left', async () => {
      const { token, stream } = await ready();
      for (const id of ['a', 'b']) await run(token, target.subscription, id);
      await eventually(() => eventsOf(stream).length === 2);
      stream.leave();
      await eventually(() => target.openSources() === 0);
    }),
  ];
};
