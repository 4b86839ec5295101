import { describe, expect, it } from '@jest/globals';
import { MOST_REFUSALS } from '../refused-phones.ts';
import { customer, inHours, PARTICIPATE, phoneOf, startParticipation } from './participation-service.ts';

describe('entries from one address', () => {
  it('are at least 300 a minute; beyond the limit RATE_LIMITED says when to try again', async () => {
    await using stack = new AsyncDisposableStack();
    const madang = await startParticipation({ ENTRIES_PER_MINUTE: '300' });
    stack.defer(madang.close);
    const { eventId } = await madang.event();
    const answers = await Promise.all(Array.from({ length: 310 }, (_, n) => madang.enter(eventId, { phone: phoneOf(n) })));
    expect(answers.filter(({ data }) => data?.participate)).toHaveLength(300);
    const refusals = answers.flatMap(({ errors }) => errors?.map(({ extensions }) => extensions) ?? []);
    expect(refusals).toHaveLength(10);
    for (const refusal of refusals) expect(refusal).toEqual({ code: 'RATE_LIMITED', retryAfter: expect.any(Number) });
  });

  it('are counted without keeping the address', async () => {
    await using stack = new AsyncDisposableStack();
    const madang = await startParticipation();
    stack.defer(madang.close);
    const { eventId } = await madang.event();
    await madang.enter(eventId);
    const keys = await madang.context.database.sql<{ key: string }>("select key from store.entries where key like '%participate%'");
    expect(keys).toEqual([{ key: expect.stringMatching(/^attempts:participate:[\w-]{32,}$/) }]);
  });
});

describe('whether a phone number takes part', () => {
  const start = async (stack: AsyncDisposableStack) => {
    const madang = await startParticipation();
    stack.defer(madang.close);
    const told = async (eventId: string, phone: string, input = {}) => {
      const { errors } = await madang.enter(eventId, { phone, ...input });
      return errors?.map(({ message, extensions }) => ({ message, extensions }));
    };
    return { madang, told };
  };
  const [known, unknown] = [phoneOf(1), phoneOf(2)];

  it('is told by the entry itself only: every other refusal is the same for one that does and one that does not', async () => {
    await using stack = new AsyncDisposableStack();
    const { madang, told } = await start(stack);
    const event = await madang.event();
    const { eventId, ownerId } = event;
    expect(await told(eventId, known)).toBeUndefined();
    const same = async (input = {}): Promise<unknown> => {
      const [first, second] = [await told(eventId, known, input), await told(eventId, unknown, input)];
      expect(first).toEqual(second);
      return first?.[0]?.extensions.code;
    };
    expect(await same({ channel: 'GENIE_TV' })).toBe('BAD_USER_INPUT');
    expect(await same({ consentPersonalInfo: false })).toBe('BAD_USER_INPUT');
    await madang.context.database.sql('update events set starts_at = $2 where id = $1', [eventId, inHours(1)]);
    expect(await same()).toBe('PART_001');
    await madang.context.database.sql('update events set starts_at = $2, ends_at = $3 where id = $1', [eventId, inHours(-2), inHours(-1)]);
    expect(await same()).toBe('PART_001');
    await madang.draw(eventId, 1, ownerId);
    expect(await same()).toBe('PART_003');
  });

  it('is told so often a minute, then its number is refused unseen at every event alike, and only this number', async () => {
    await using stack = new AsyncDisposableStack();
    const { madang, told } = await start(stack);
    const [first, second] = [await madang.event(), await madang.event()];
    expect(await told(first.eventId, known)).toBeUndefined();
    const answers = await Promise.all(Array.from({ length: MOST_REFUSALS }, () => told(first.eventId, known)));
    expect(answers.map((errors) => errors?.[0]?.extensions.code)).toEqual(Array(MOST_REFUSALS).fill('PART_002'));
    const refused = { code: 'RATE_LIMITED', retryAfter: expect.any(Number) };
    for (const { eventId } of [first, second]) expect((await told(eventId, known))?.[0]?.extensions).toEqual(refused);
    expect(await told(second.eventId, unknown)).toBeUndefined();
  });

  it('is told so often by all replicas together: the next one refuses its number at the first entry', async () => {
    await using stack = new AsyncDisposableStack();
    const { madang, told } = await start(stack);
    const replica = await madang.replica();
    const [first, second] = [await madang.event(), await madang.event()];
    await told(first.eventId, known);
    await Promise.all(Array.from({ length: MOST_REFUSALS }, () => told(first.eventId, known)));
    const enterThere = async (eventId: string) => {
      const { errors } = await replica.ask(PARTICIPATE, { input: { eventId, ...customer(), phone: known } });
      return errors?.[0]?.extensions;
    };
    const refused = { code: 'RATE_LIMITED', retryAfter: expect.any(Number) };
    for (const { eventId } of [first, second]) expect(await enterThere(eventId)).toEqual(refused);
  });
});
