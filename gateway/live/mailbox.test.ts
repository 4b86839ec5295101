import { describe, expect, it } from '@jest/globals';
import { createMailbox } from './mailbox.ts';

describe('Mailbox', () => {
  it('keeps all in order, and ends after what is kept', async () => {
    const mailbox = createMailbox<number>('all');
    mailbox.push(1);
    mailbox.push(2);
    mailbox.end();
    mailbox.push(3);
    expect(await Array.fromAsync(mailbox)).toEqual([1, 2]);
  });

  it('keeps the latest when told to: a newer value overtakes one that waits', async () => {
    const mailbox = createMailbox<number>('latest');
    for (const value of [1, 2, 3]) mailbox.push(value);
    mailbox.end();
    expect(await Array.fromAsync(mailbox)).toEqual([3]);
  });

  it('keeps one value behind the latest, which overtakes nothing', async () => {
    const mailbox = createMailbox<number>('latest');
    for (const value of [1, 2]) mailbox.push(value);
    for (const value of [3, 4, 5]) mailbox.pushBehind(value);
    mailbox.end();
    expect(await Array.fromAsync(mailbox)).toEqual([2, 5]);
  });

  it('hands a value to the reader who waits', async () => {
    const mailbox = createMailbox<number>('latest');
    const reading = [mailbox.next(), mailbox.next()];
    mailbox.push(1);
    mailbox.push(2);
    expect(await Promise.all(reading)).toEqual([
      { done: false, value: 1 },
      { done: false, value: 2 },
    ]);
  });

  it('lets a reader leave while it waits, and says so once', async () => {
    let left = 0;
    const mailbox = createMailbox<number>('all', () => {
      left++;
    });
    const waiting = mailbox.next();
    await mailbox.return(undefined);
    await mailbox.return(undefined);
    expect(await waiting).toEqual({ done: true, value: undefined });
    expect(left).toBe(1);
  });

  it('fails after what is kept, once', async () => {
    const mailbox = createMailbox<number>('all');
    mailbox.push(1);
    mailbox.fail(new Error('dropped'));
    expect(await mailbox.next()).toEqual({ done: false, value: 1 });
    await expect(mailbox.next()).rejects.toThrow('dropped');
    expect(await mailbox.next()).toEqual({ done: true, value: undefined });
  });

  it('tells what begins and ceases to wait', async () => {
    const told: [number, boolean][] = [];
    const mailbox = createMailbox<number>('all', undefined, (value, waits) => told.push([value, waits]));
    const taken = mailbox.next();
    for (const value of [1, 2, 3]) mailbox.push(value);
    await taken;
    await mailbox.next();
    expect(told).toEqual([
      [2, true],
      [3, true],
      [2, false],
    ]);
  });
});
