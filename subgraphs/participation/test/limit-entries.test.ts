import { describe, expect, it } from '@jest/globals';
import { phoneOf, startParticipation } from './participation-service.ts';

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
