import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { createClient } from 'graphql-ws';
import WebSocket from 'ws';
import { eventually } from '#kit/testing/eventually.ts';
import type { LiveStream } from '../client.ts';
import { type Madang, type Mode, startMadang } from '../madang.ts';
import { type Owner, participation, publishedEvent, signUp } from '../owner.ts';
import { type ReceivedSpan, startOtlpReceiver } from './otlp-receiver.ts';

const PARTICIPATE = readFileSync(new URL('../../schema/operations/participate.graphql', import.meta.url), 'utf8');

/** The promise about traces: a change is one trace, from the client's operation to what its subscribers see. */
export const oneTrace = (mode: Mode, infrastructure: () => Record<string, string> = () => ({})): void => {
  let receiver: Awaited<ReturnType<typeof startOtlpReceiver>>;
  let madang: Madang;
  let owner: Owner;
  let board: LiveStream;
  let eventId: string;
  const traceId = randomBytes(16).toString('hex');
  const clientSpan = randomBytes(8).toString('hex');

  beforeAll(async () => {
    receiver = await startOtlpReceiver();
    madang = await startMadang(mode, {
      ...infrastructure(),
      OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
      OTEL_BSP_SCHEDULE_DELAY: '200',
    });
    owner = await signUp(madang.client);
    ({ id: eventId } = await publishedEvent(owner, { channels: ['SNS'] }));
    const distribution = owner.client.live('distribution', { eventId });
    await distribution.until(({ status }) => status === 'DONE');
    await distribution.stop();
    board = owner.client.live('event-dashboard', { eventId });
    await board.until(({ totalViews }) => totalViews > 0);
  }, 300_000);
  afterAll(async () => {
    await board?.stop();
    await madang?.stop();
    await receiver?.stop();
  }, 60_000);

  const participate = async (): Promise<void> => {
    const response = await fetch(`${madang.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', traceparent: `00-${traceId}-${clientSpan}-01` },
      body: JSON.stringify({ query: PARTICIPATE, variables: { input: participation(eventId) } }),
    });
    expect((await response.json()) as object).not.toHaveProperty('errors');
    expect(response.headers.get('x-request-id')).toBe(traceId);
  };

  /** A span and all above it, as names. */
  const wayTo = (name: string): string[] => {
    const trace = receiver.trace(traceId);
    const way: ReceivedSpan[] = [];
    for (let span = trace.find((each) => each.name === name); span; span = trace.find(({ spanId }) => spanId === way[0]?.parentSpanId))
      way.unshift(span);
    expect(way[0]?.parentSpanId).toBe(clientSpan);
    return way.map((span) => span.name);
  };

  /** The schemas that are asked by statements of a span. */
  const statementsBelow = (name: string): unknown[] => {
    const trace = receiver.trace(traceId);
    const above = trace.find((span) => span.name === name);
    return trace.filter(({ parentSpanId }) => parentSpanId === above?.spanId).map(({ attributes }) => attributes['db.namespace']);
  };

  it('one trace id goes from the mutation over SQL, outbox, bus and inbox to the push that the subscriber gets', async () => {
    await participate();
    await board.until(({ participants }) => participants === 1);
    const entering = ['mutation Participate', 'fetch participation', 'participation Participate__participation__0', 'Mutation.participate'];
    const created = [...entering, 'create participant.registered'];
    const processed = [...created, 'process participant.registered'];
    await eventually(() => {
      expect(wayTo('insert participation')).toEqual([...entering, 'register entries', 'transaction participation', 'insert participation']);
      expect(wayTo('send participant.registered')).toEqual([...created, 'send participant.registered']);
      expect(wayTo('receive participant.registered')).toEqual([...created, 'receive participant.registered']);
      expect(statementsBelow('process participant.registered')).toContain('analytics');
      expect(wayTo('push eventDashboard')).toEqual([...processed, 'analytics EventDashboard__analytics__0', 'push eventDashboard']);
    });
  }, 60_000);

  it('each step is told by the process that took it', () => {
    const processOf = (name: string): string | undefined => receiver.trace(traceId).find((span) => span.name === name)?.service;
    const steps = ['mutation Participate', 'Mutation.participate', 'receive participant.registered', 'push eventDashboard'];
    const alone = ['gateway', 'participation', 'analytics', 'gateway'];
    expect(steps.map(processOf)).toEqual(mode === 'all in one' ? steps.map(() => 'madang') : alone);
  });

  it('the push is linked to the trace of the subscription that gets it', () => {
    const push = receiver.trace(traceId).find(({ name }) => name === 'push eventDashboard');
    const subscription = receiver.spans.find(({ name }) => name === 'subscription EventDashboard');
    expect(push?.links).toEqual([subscription?.traceId]);
  });

  it('subscribers get nothing but the data', async () => {
    const client = createClient({ url: `${madang.url.replace('http', 'ws')}/graphql`, webSocketImpl: WebSocket });
    const query = 'subscription Pulse($eventId: ID!) { eventPulse(eventId: $eventId) { participantCount } }';
    const messages: object[] = [];
    for await (const message of client.iterate({ query, variables: { eventId } })) {
      messages.push(message);
      if (messages.length === 2) break;
      await participate();
    }
    expect(messages).toEqual([1, 2].map((participantCount) => ({ data: { eventPulse: { participantCount } } })));
    await client.dispose();
  }, 60_000);

  it('no span tells a phone number, a name or a token', () => {
    const told = JSON.stringify(receiver.spans);
    for (const secret of ['이손님', owner.email, owner.client.token ?? '', 'correct horse']) expect(told).not.toContain(secret);
    expect(told).not.toMatch(/010\d{8}/);
  });
};
