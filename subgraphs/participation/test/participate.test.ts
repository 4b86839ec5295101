import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '#kit/testing/eventually.ts';
import { participate } from '../participate.ts';
import { customer, inHours, PARTICIPATE, phoneOf, startParticipation } from './participation-service.ts';

let madang: Awaited<ReturnType<typeof startParticipation>>;
beforeAll(async () => {
  madang = await startParticipation();
});
afterAll(() => madang.close());

const codeOf = ({ errors }: { errors?: readonly { extensions: Record<string, unknown> }[] }): unknown => errors?.[0]?.extensions.code;

describe('taking part', () => {
  it('gives 100 customers at once the entry numbers 1 to 100 and publishes 100 messages', async () => {
    const { eventId } = await madang.event();
    const answers = await Promise.all(
      Array.from({ length: 100 }, (_, n) => madang.enter(eventId, { phone: phoneOf(n), name: `손님 ${n}` })),
    );
    const numbers = answers.map(({ data }) => data?.participate.entryNumber as number);
    expect(numbers.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 100 }, (_, n) => n + 1));
    const rows = await madang.context.database.sql<{ number: number }>(
      `select (data->>'entryNumber')::int as number from outbox where type = 'participant.registered' and "key" = $1 order by id`,
      [eventId],
    );
    expect(rows.map(({ number }) => number)).toEqual(Array.from({ length: 100 }, (_, n) => n + 1));
    expect((await madang.see(eventId)).event.participantCount).toBe(100);
  });

  it('takes one phone number once an event (PART_002), also 10 at once', async () => {
    const { eventId } = await madang.event();
    const answers = await Promise.all(Array.from({ length: 10 }, () => madang.enter(eventId)));
    expect(answers.filter(({ data }) => data?.participate)).toHaveLength(1);
    expect(answers.map(codeOf).filter((code) => code === 'PART_002')).toHaveLength(9);
    expect((await madang.enter(eventId, { phone: phoneOf(1) })).data?.participate.entryNumber).toBe(2);
    expect(codeOf(await madang.enter(eventId, { name: '다른 이름' }))).toBe('PART_002');
    expect((await madang.enter((await madang.event()).eventId)).data?.participate.entryNumber).toBe(1);
  });

  it('tells the entry number, too, when the first end of its transaction was not heard of', async () => {
    const { eventId } = await madang.event();
    let ends = 0;
    const unheard: typeof madang.context.enter = async (event, entering) => {
      const registered = await madang.context.enter(event, entering);
      ends += 1;
      return ends === 1 ? madang.context.enter(event, entering) : registered;
    };
    const asking = { ...madang.context, enter: unheard, identity: null, tokenRefused: null, clientAddress: null, language: 'ko' as const };
    const input = { eventId, ...customer(), channel: 'SNS' as const };
    expect((await participate(asking, { input })).entryNumber).toBe(1);
    expect(ends).toBe(1);
  });

  it('gives the entries of many events, at two replicas at once, numbers without gap or repeat in each', async () => {
    const replica = await madang.replica();
    const events = await Promise.all(Array.from({ length: 12 }, () => madang.event()));
    const answers = await Promise.all(
      Array.from({ length: 360 }, (_, n) => {
        const input = { eventId: events[n % 12]?.eventId, ...customer(), phone: phoneOf(n % 180) };
        return (n % 2 === Number(n < 180) ? madang : replica).ask(PARTICIPATE, { input });
      }),
    );
    expect(answers.filter(({ data }) => data?.participate)).toHaveLength(180);
    expect(answers.map(codeOf).filter((code) => code === 'PART_002')).toHaveLength(180);
    for (const { eventId } of events) {
      const rows = await madang.context.database.sql<{ entry_number: number }>(
        'select entry_number from participants where event_id = $1::uuid order by 1',
        [eventId],
      );
      expect(rows.map(({ entry_number }) => entry_number)).toEqual(Array.from({ length: 15 }, (_, n) => n + 1));
      expect((await madang.see(eventId)).event.participantCount).toBe(15);
    }
  });

  it('goes on at other events while somebody holds an event’s row, and there when it is free', async () => {
    const [held, other, third] = [await madang.event(), await madang.event(), await madang.event()];
    const { promise: freed, resolve: free } = Promise.withResolvers<void>();
    const { promise: locked, resolve: lock } = Promise.withResolvers<void>();
    const holding = madang.context.database.transaction(async ({ sql }) => {
      await sql('select from events where id = $1::uuid for update', [held.eventId]);
      lock();
      await freed;
    });
    await locked;
    const waiting = [held, other, third, held].map(({ eventId }, n) => madang.enter(eventId, { phone: phoneOf(n) }));
    for (const entered of [waiting[1], waiting[2], madang.enter(other.eventId, { phone: phoneOf(9) })])
      expect((await entered)?.errors).toBeUndefined();
    free();
    await holding;
    const numbers = await Promise.all([waiting[0], waiting[3]].map(async (entered) => (await entered)?.data?.participate.entryNumber));
    expect(numbers.sort()).toEqual([1, 2]);
  });

  it('is open from its start to its end (PART_001)', async () => {
    const early = await madang.event({ startsAt: inHours(1) });
    const late = await madang.event({ startsAt: inHours(-2), endsAt: inHours(-1) });
    const ended = await madang.event();
    await madang.end(ended);
    await eventually(async () => codeOf(await madang.enter(ended.eventId)) === 'PART_001');
    expect(codeOf(await madang.enter(early.eventId))).toBe('PART_001');
    expect(codeOf(await madang.enter(late.eventId))).toBe('PART_001');
    expect(await madang.count('select count(*) from participants where event_id = any($1::uuid[])', [[early.eventId, late.eventId]])).toBe(
      0,
    );
  });

  it('stays over when the end is heard of before the event', async () => {
    const event = { eventId: randomUUID(), ownerId: randomUUID() };
    await madang.end(event);
    await eventually(async () => codeOf(await madang.enter(event.eventId)) === 'PART_001');
    const { event: before } = await madang.see(event.eventId);
    await madang.announce(event);
    await eventually(
      async () => (await madang.count('select count(*) from events where id = $1::uuid and channels <> $2', [event.eventId, []])) === 1,
    );
    expect(codeOf(await madang.enter(event.eventId))).toBe('PART_001');
    expect((await madang.see(event.eventId)).event.drawCommitment).toBe(before.drawCommitment);
  });

  it('says PART_005 with retryAfter for an event it has not heard of', async () => {
    const { errors } = await madang.enter(randomUUID());
    expect(errors?.[0]?.extensions).toEqual({ code: 'PART_005', retryAfter: expect.any(Number) });
  });

  it('takes the entry that comes just before its event', async () => {
    const event = { eventId: randomUUID(), ownerId: randomUUID() };
    const arrives = async () => {
      await madang.announce(event);
      await eventually(async () => (await madang.known(event.eventId)) === 1);
    };
    const enter: typeof madang.context.enter = async (...entry) => {
      const registered = await madang.context.enter(...entry);
      if (registered === null) await arrives();
      return registered;
    };
    const asking = { ...madang.context, enter, identity: null, tokenRefused: null, clientAddress: null, language: 'ko' as const };
    const input = { eventId: event.eventId, ...customer(), channel: 'SNS' as const };
    expect((await participate(asking, { input })).entryNumber).toBe(1);
  });

  it.each([
    ['consentPersonalInfo', false],
    ['phone', '010-1234-5678'],
    ['phone', '010123456'],
    ['phone', '010123456789'],
    ['phone', '０１０１２３４５６７８'],
    ['phone', ''],
    ['name', ' '],
    ['name', '가'.repeat(1_000)],
    ['name', '김\u0000'],
    ['eventId', 'x'],
    ['channel', 'GENIE_TV'],
  ])('refuses %s %j, naming the field, and changes nothing', async (field, value) => {
    const { eventId } = await madang.event();
    const { errors } = await madang.enter(eventId, { [field]: value });
    expect(errors?.[0]?.extensions).toEqual({ code: 'BAD_USER_INPUT', field: `input.${field}` });
    expect((await madang.see(eventId)).event.participantCount).toBe(0);
  });

  it('keeps consents with time and text version, and no phone number in the clear', async () => {
    const { eventId } = await madang.event();
    await madang.enter(eventId, { phone: '01098761234', consentMarketing: true });
    await madang.enter(eventId, { phone: '01098761235' });
    const rows = await madang.context.database.sql('select * from participants where event_id = $1::uuid order by entry_number', [eventId]);
    expect(rows[0]).toMatchObject({ consent_version: '2026-11-90d', personal_info_consent_at: expect.any(String) });
    expect(rows.map(({ marketing_consent_at }) => marketing_consent_at !== null)).toEqual([true, false]);
    expect(JSON.stringify(rows)).not.toContain('9876');
    expect(JSON.stringify(await madang.context.database.sql('select data from outbox where "key" = $1', [eventId]))).not.toMatch(
      /9876|김철수/,
    );
  });
});
