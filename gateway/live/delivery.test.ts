import { describe, expect, it } from '@jest/globals';
import type { GraphQLError } from 'graphql';
import { createMetrics } from '#kit/metrics.ts';
import { type AudienceOptions, createAudience } from './audience.ts';
import { createLiveMetrics } from './live-metrics.ts';
import type { Outlet } from './outlet.ts';
import { createPayload } from './payload.ts';

const BOUNDS = { liveBytes: 10, feedBytes: 10 };

/** An audience, with figures of what was handed to clients. */
const audienceOf = (kind: AudienceOptions['kind'], begin?: unknown) => {
  const metrics = createLiveMetrics(createMetrics());
  const audience = createAudience({ kind, begin, bounds: BOUNDS, metrics, onEmpty: () => {} });
  return { ...audience, messages: async () => (await metrics.messages.get()).values[0]?.value ?? 0 };
};

/** A client's end of a transport that takes nothing while `waiting` bytes wait. */
const createClient = () => {
  const drained: (() => void)[] = [];
  const seen = { waiting: 0, heard: [] as unknown[], ends: [] as (readonly GraphQLError[] | undefined)[], place: undefined as unknown };
  const outlet: Outlet = {
    waitingBytes: () => seen.waiting,
    send: (payload) => void seen.heard.push(payload.position),
    whenDrained: (callback) => void drained.push(callback),
    resumesAfter: (cursor) => {
      seen.place = cursor;
    },
    end: (errors) => void seen.ends.push(errors),
  };
  const drain = (): void => {
    seen.waiting = 0;
    for (const callback of drained.splice(0)) callback();
  };
  return Object.assign(seen, { outlet, drain });
};

const onGone = (): void => {};

const message = (position: unknown, size = 0) => createPayload({ data: { text: 'x'.repeat(size) } }, position);

describe('A live value', () => {
  it('gives a client that has left nothing that was held for it', async () => {
    const [audience, client] = [audienceOf('live'), createClient()];
    const leave = audience.join({ outlet: client.outlet, after: undefined, language: 'en', onGone });
    client.waiting = 100;
    await audience.give(message(1));
    leave();
    client.drain();
    expect([client.heard, client.ends]).toEqual([[], []]);
  });

  it('gives a slow client its last state before it ends', async () => {
    const [audience, client] = [audienceOf('live'), createClient()];
    audience.join({ outlet: client.outlet, after: undefined, language: 'en', onGone });
    client.waiting = 100;
    for (const version of [1, 2]) await audience.give(message(version));
    await audience.end();
    expect(client.ends).toEqual([]);
    client.drain();
    expect([client.heard, client.ends]).toEqual([[2], [undefined]]);
  });

  it('holds many for one client to the bound together: what was held comes one after the other', async () => {
    const [audience, client] = [audienceOf('live'), createClient()];
    const send = client.outlet.send;
    client.outlet.send = (payload) => {
      send(payload);
      client.waiting += 100;
    };
    for (let operation = 0; operation < 3; operation++) audience.join({ outlet: client.outlet, after: undefined, language: 'en', onGone });
    client.waiting = 100;
    await audience.give(message(1));
    for (const expected of [[1], [1, 1], [1, 1, 1], [1, 1, 1]]) {
      client.drain();
      expect(client.heard).toEqual(expected);
    }
  });

  it('counts the messages that it hands over', async () => {
    const [audience, clients] = [audienceOf('live'), [createClient(), createClient()]];
    for (const { outlet } of clients) audience.join({ outlet: outlet, after: undefined, language: 'en', onGone });
    await audience.give(message(1));
    audience.join({ outlet: createClient().outlet, after: undefined, language: 'en', onGone });
    expect(await audience.messages()).toBe(3);
  });
});

describe('A feed that begins now', () => {
  it('names its begin to a client that it closes before its first item, however large that is', async () => {
    const [audience, client] = [audienceOf('feed'), createClient()];
    audience.join({ outlet: client.outlet, after: undefined, language: 'en', onGone });
    audience.beginsAfter('6');
    expect(client.place).toBe('6');
    client.waiting = 100;
    await audience.give(message('7', 300_000));
    expect(client.ends.flatMap((errors) => errors?.map(({ extensions }) => extensions))).toEqual([
      { code: 'SERVICE_UNAVAILABLE', reason: 'TOO_SLOW', after: '6' },
    ]);
  });

  it('tells each client how far it has come', async () => {
    const [audience, first, late] = [audienceOf('feed'), createClient(), createClient()];
    audience.join({ outlet: first.outlet, after: undefined, language: 'en', onGone });
    audience.beginsAfter('6');
    await audience.give(message('7'));
    audience.join({ outlet: late.outlet, after: undefined, language: 'en', onGone });
    expect([first.place, late.place, late.heard]).toEqual(['7', '7', []]);
  });

  it('keeps each client’s place over an item that has no cursor', async () => {
    const [audience, client] = [audienceOf('feed', '5'), createClient()];
    audience.join({ outlet: client.outlet, after: '5', language: 'en', onGone });
    await audience.give(message('6'));
    await audience.give(message(undefined));
    expect(client.place).toBe('6');
    client.waiting = 300_000;
    await audience.give(message('7'));
    expect(client.ends[0]?.[0]?.extensions.after).toBe('6');
  });

  it('serves who wants to begin now, too, but for while it is held up by a slow client', async () => {
    const [audience, client] = [audienceOf('feed'), createClient()];
    audience.join({ outlet: client.outlet, after: undefined, language: 'en', onGone });
    expect(audience.knows(undefined)).toBe(true);
    await audience.give(message('1'));
    const outletOf = client.outlet.send;
    client.outlet.send = (payload) => {
      outletOf(payload);
      client.waiting = 11;
    };
    client.waiting = 0;
    const given = audience.give(message('2'));
    await Promise.resolve();
    expect(audience.knows(undefined)).toBe(false);
    client.drain();
    await given;
    client.outlet.send = outletOf;
    await audience.give(message('3'));
    expect(audience.knows(undefined)).toBe(true);
  });

  it('serves who wants to begin now again, when somebody has joined the one that held it up', async () => {
    const [audience, slow, other] = [audienceOf('feed'), createClient(), createClient()];
    audience.join({ outlet: slow.outlet, after: undefined, language: 'en', onGone });
    const send = slow.outlet.send;
    slow.outlet.send = (payload) => {
      send(payload);
      slow.waiting = 11;
    };
    const given = audience.give(message('1'));
    await Promise.resolve();
    audience.join({ outlet: other.outlet, after: '1', language: 'en', onGone });
    slow.outlet.send = send;
    slow.drain();
    await given;
    await audience.give(message('2'));
    expect(audience.knows(undefined)).toBe(true);
  });

  it('is not served by one that was resumed: its items may be old', () => {
    const resumed = audienceOf('feed', '3');
    expect([resumed.knows(undefined), resumed.knows(null), resumed.knows('3')]).toEqual([false, false, true]);
  });
});
