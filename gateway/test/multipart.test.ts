import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '#kit/testing/eventually.ts';
import { startGateway, type TestGateway } from './start-gateway.ts';
import { createYard, type Yard } from './yard.ts';

let gateway: TestGateway;
let yard: Yard;
beforeAll(async () => {
  yard = createYard();
  gateway = await startGateway({ subgraphs: yard.subgraphs, config: { HEARTBEAT_MS: 100 } });
});
afterAll(() => gateway.close());

const ACCEPT = 'multipart/mixed;boundary="graphql";subscriptionSpec=1.0,application/json';

const ask = (query: string, { token = '', accept = ACCEPT } = {}) => {
  const leaving = new AbortController();
  const response = fetch(`${gateway.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept, ...(token ? { authorization: `Bearer ${token}` } : {}) },
    body: JSON.stringify({ query }),
    signal: leaving.signal,
  });
  return { response, leave: () => leaving.abort() };
};

/** The parts of a response, read as a client does: each up to its delimiter. */
const read = (response: Response) => {
  const parts: unknown[] = [];
  const state = { parts, ended: false };
  const consume = async (): Promise<void> => {
    let rest = '';
    for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
      const pieces = (rest + chunk).split('\r\n--graphql');
      rest = pieces.pop()!;
      for (const piece of pieces) if (piece) parts.push(JSON.parse(piece.slice(piece.indexOf('\r\n\r\n') + 4)));
      if (rest === '--\r\n') state.ended = true;
    }
  };
  consume().catch(() => {});
  return state;
};

const withoutHeartbeats = (parts: unknown[]): unknown[] => parts.filter((part) => Object.keys(part as object).length > 0);

describe('Apollo’s multipart subscription protocol 1.0', () => {
  it('sends each result under payload, heartbeats between, and leaves upstream with the client', async () => {
    yard.setPulse({ count: 1, version: 10 });
    const { response, leave } = ask('subscription { pulse(id: "7") { count event { title } } }');
    expect((await response).headers.get('content-type')).toBe('multipart/mixed;boundary="graphql";subscriptionSpec=1.0');
    const { parts } = read(await response);
    await eventually(() => parts.length === 1);
    yard.setPulse({ count: 2, version: 11 });
    await eventually(() => withoutHeartbeats(parts).length === 2);
    expect(withoutHeartbeats(parts)).toEqual(
      [1, 2].map((count) => ({ payload: { data: { pulse: { count, event: { title: 'Event 7' } } } } })),
    );
    await eventually(() => parts.length > 2);
    leave();
    await eventually(() => yard.subscriptions().open === 0);
  });

  it('ends with its delimiter when the subscription completes, or is refused', async () => {
    const refused = read(await ask('subscription { mine { count } }').response);
    await eventually(() => refused.ended);
    expect(refused.parts).toEqual([
      { payload: { errors: [expect.objectContaining({ extensions: expect.objectContaining({ code: 'UNAUTHENTICATED' }) })] } },
    ]);
  });

  it('tells of its transport’s end beside a payload of null', async () => {
    const { token, sessionId } = await gateway.session();
    const stream = read(await ask('subscription { mine { seenBy } }', { token }).response);
    await eventually(() => stream.parts.length > 0);
    await gateway.revoke(sessionId);
    await eventually(() => stream.ended, { within: 1_500 });
    expect(stream.parts.at(-1)).toEqual({ payload: null, errors: [expect.objectContaining({ extensions: { code: 'AUTH_002' } })] });
    await eventually(() => yard.subscriptions().open === 0);
  });

  it('answers queries, and subscriptions that are not valid, as JSON', async () => {
    const answered = await ask('{ event(id: "1") { title } }').response;
    expect(answered.headers.get('content-type')).toMatch('application/json');
    expect(await answered.json()).toEqual({ data: { event: { title: 'Event 1' } } });
    const invalid = await ask('subscription { nothing }').response;
    expect(((await invalid.json()) as { errors: { extensions: object }[] }).errors[0]?.extensions).toMatchObject({
      code: 'GRAPHQL_VALIDATION_FAILED',
    });
    const without = await ask('subscription { pulse(id: "7") { count } }', { accept: 'application/json' }).response;
    expect(without.status).toBe(400);
  });
});
