import { describe, expect, it } from '@jest/globals';
import { listDeadLetters, readDeadLetter } from './dead-letters.ts';
import type { Message } from './define-event.ts';
import { readInboxLag, readParkedCount } from './delivery-figures.ts';
import { eventually } from './testing/eventually.ts';
import { setUpInbox, ticks } from './testing/inbox-set-up.ts';
import { writesEffects } from './testing/test-delivery.ts';

const inbox = setUpInbox();

describe('the inbox', () => {
  it('takes a message once for each consumer, however often it comes', async () => {
    const reactions = [writesEffects('one'), writesEffects('other')];
    for (let time = 0; time < 3; time++) await inbox.put(reactions, ...ticks('a', [1, 2]));
    inbox.here.worker(reactions);
    await eventually(async () => expect((await inbox.here.effects()).sort()).toEqual([1, 1, 2, 2]));
    expect(await inbox.here.database.sql('select 1 from inbox')).toHaveLength(4);
  });

  it('refuses two reactions of one name', () => {
    expect(() => inbox.here.inbox([writesEffects('same'), writesEffects('same')])).toThrow('Two reactions are named same.');
  });

  it('parks at once what cannot be decoded and what PostgreSQL cannot hold, its bytes kept', async () => {
    const reactions = [writesEffects()];
    const [good, nul] = ticks('a', [1, 2]) as [Message, Message];
    const { data: _, ...attributes } = { ...good, id: 'bytes' };
    const bytes = Uint8Array.from([0, 255, 123]);
    await inbox.here.inbox(reactions).put([
      { ...attributes, raw: bytes, error: 'not JSON' },
      { ...nul, data: { key: '\u0000' } },
      { ...good, data: { key: '\\u0000', n: 1 } },
    ]);
    inbox.here.worker(reactions);
    await eventually(async () => expect(await inbox.here.effects()).toEqual([1]));
    const { sql, schema } = inbox.here.database;
    const letters = await listDeadLetters(sql, schema);
    expect(letters.map(({ messageId, error }) => [messageId, error])).toEqual([
      ['bytes', 'not JSON'],
      ['a/2', 'The data holds characters that JSON in PostgreSQL cannot.'],
    ]);
    const letter = await readDeadLetter(sql, schema, letters[0]?.id.split(':')[1] ?? '');
    expect(Buffer.from(letter?.raw ?? '', 'base64')).toEqual(Buffer.from(bytes));
  });

  it('parks at once what breaks its contract, and goes on with the key', async () => {
    const reactions = [writesEffects()];
    const [first, second, third] = ticks('a', [1, 2, 3]) as [Message, Message, Message];
    await inbox.put(reactions, first, { ...second, data: { key: 'a', n: 'two' } }, third);
    inbox.here.worker(reactions);
    await eventually(async () => expect(await inbox.here.effects()).toEqual([1, 3]));
    const [letter] = await listDeadLetters(inbox.here.database.sql, inbox.here.database.schema);
    expect(letter).toMatchObject({ messageId: 'a/2', attempts: 0, error: 'The data breaks its contract at: n.' });
    expect(await readParkedCount(inbox.here.database.sql)).toBe(1);
    expect(await readInboxLag(inbox.here.database.sql)).toBe(0);
  });
});
